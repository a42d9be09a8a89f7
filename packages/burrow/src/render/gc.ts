import type { AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import { line } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { say } from "./say.ts";

/** What a collection came to (the answer of `operations/gc`). */
export interface GcView {
  readonly status: "done" | "nothing" | "planned" | "cancelled";
  readonly removed: readonly { readonly folder: AbsolutePath; readonly number: number }[];
  readonly kept: readonly { readonly folder: AbsolutePath; readonly because: Reason }[];
  readonly bytes: number;
}

/** What goes, what stays although it is old, and what that frees. */
export function gcText({ status, removed, kept, bytes: freed }: GcView, look: Look): readonly string[] {
  const rows = [
    ...removed.map(({ folder }) => line(["- ", { text: fromHome(folder, look), least: 20 }], look)),
    ...kept.map(({ folder, because }) =>
      line(
        [
          "  ",
          { text: fromHome(folder, look), least: 20 },
          { text: `stays: ${say(because, look)}`, tone: "dim" },
        ],
        look,
      ),
    ),
  ];
  const what = counted(removed.length, "generation");
  const end = {
    done: `${what} removed, ${bytes(freed)} freed`,
    nothing: "nothing to remove",
    planned: `${what}, ${bytes(freed)} would be free · nothing was changed`,
    cancelled: "cancelled; nothing was changed",
  }[status];
  return [...rows, line([end], look)];
}
