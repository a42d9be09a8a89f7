import type { Failed } from "../model/history.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import { errorText } from "./error.ts";
import { type Cells, line, sentences, withNote } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { say } from "./say.ts";

/** A removal from the machine, as people read it. */
export interface RemovalView {
  readonly status: "done" | "partly" | "failed" | "nothing" | "planned" | "cancelled";
  /** What goes, with what there is to say of it. */
  readonly removed: readonly { readonly path: AbsolutePath; readonly note: string }[];
  readonly kept: readonly { readonly path: AbsolutePath; readonly because: Reason }[];
  readonly failed?: readonly Failed[];
  /** What whoever agrees has to know. */
  readonly doubt?: Reason | undefined;
  /** What one of these is called. */
  readonly noun: string;
  /** Bytes. */
  readonly freed: number;
  /** How it comes back. */
  readonly back?: string;
}

/** What goes, what stays and why, what failed, and what that frees. */
export function removalText(view: RemovalView, look: Look): readonly string[] {
  const { removed, kept, failed = [], doubt } = view;
  return [
    ...removed.flatMap(({ path, note }) => row("- ", path, note, look)),
    ...kept.flatMap(({ path, because }) => row("  ", path, `stays: ${say(because, look)}`, look)),
    ...failed.flatMap(({ prefix, message, because, hint }) =>
      errorText({ message: `${fromHome(prefix, look)}: ${message}`, because, hint }, look),
    ),
    ...(doubt === undefined ? [] : sentences([{ text: "! ", tone: "warn" }], say(doubt, look), look)),
    ...(look.cut ? sentences([], endOf(view), look) : [line([endOf(view)], look)]),
  ];
}

/** A note that does not fit beside its path goes below it, whole; where nothing would wrap it, each is one line that can be searched for. */
function row(mark: string, path: AbsolutePath, note: string, look: Look): readonly string[] {
  const cells: Cells = [mark, { text: fromHome(path, look), least: 20 }];
  const beside = { text: `  ${note}`, tone: "dim" } as const;
  return look.cut ? withNote(cells, beside, look, 4) : [line([...cells, beside], look)];
}

function endOf({ status, removed, failed = [], noun, freed, back }: RemovalView): string {
  const what = counted(removed.length, noun);
  const done = `${what} removed, ${bytes(freed)} freed`;
  return {
    done: back === undefined ? done : `${done} · ${back}`,
    partly: `${done}; ${failed.length} could not be removed`,
    failed: `no ${noun} was removed`,
    nothing: "nothing to remove",
    planned: `${what}, ${bytes(freed)} would be free · nothing was changed`,
    cancelled: removed.length === 0 ? "cancelled; nothing was changed" : `cancelled; ${done}`,
  }[status];
}
