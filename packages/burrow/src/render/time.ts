import type { UpResult } from "../model/answers.ts";
import type { Recovery } from "../model/history.ts";
import { type AbsolutePath, baseName } from "../model/path.ts";
import { line } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { seconds } from "./measures.ts";

const OUTCOMES = {
  before: " is as it was before the change",
  after: " is as the change wanted it",
  nothing: " had not been changed yet",
} as const;

/** A line for each change that was interrupted. */
export function recoveryText({ transactions }: Recovery, look: Look): readonly string[] {
  if (transactions.length === 0) return [line(["nothing to recover"], look)];
  return transactions.map(({ prefix, outcome }) =>
    line([{ text: "✓ ", tone: "good" }, { text: shown(prefix, look), least: 12 }, OUTCOMES[outcome]], look),
  );
}

/** What a rollback came to (the answer of `operations/rollback`). */
export interface RollbackView {
  readonly from: number | string;
  readonly to: number | string;
  readonly prefix: AbsolutePath;
  readonly seconds: number;
  /** Present when a plan brought it back. */
  readonly restored?: Pick<UpResult, "environment">;
}

/** Which generation the environment is now, and how to go forward again. */
export function rollbackText(view: RollbackView, look: Look, dry: boolean): readonly string[] {
  const { from, to, restored } = view;
  if (from === to) return [line([`already at generation ${to}`], look)];
  if (dry) return [line([`would go back from generation ${from} to ${to} · nothing was changed`], look)];
  const built = restored?.environment?.generation;
  const as = built === undefined ? "" : `, as generation ${baseName(built)},`;
  const back = `back at ${restored === undefined ? "generation " : ""}${to}${as} in ${seconds(view.seconds)}`;
  const forward = from === "gone" ? "" : `   (${from} is kept: burrow rollback ${from})`;
  return [line([back + forward], look)];
}
