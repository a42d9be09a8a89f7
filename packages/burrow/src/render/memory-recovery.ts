import type { Reason } from "../model/reason.ts";
import { line, sentences } from "./line.ts";
import type { Look } from "./look.ts";
import { say } from "./say.ts";

/** What each strategy did, or on a dry run would; those that were not needed are passed over. */
export function memoryRecoveryText(
  strategies: readonly {
    readonly outcome: "applied" | "not-needed" | "failed";
    readonly did: readonly Reason[];
  }[],
  look: Look,
  dry = false,
): readonly string[] {
  const lines = strategies.flatMap(({ outcome, did }) =>
    did.flatMap((one) =>
      sentences(
        [outcome === "failed" ? { text: "✗ ", tone: "bad" } : { text: "✓ ", tone: "good" }],
        say(one, look),
        look,
      ),
    ),
  );
  if (lines.length === 0) return [line(["what is remembered is there"], look)];
  return dry ? [...lines, line(["nothing was changed · burrow recover --machine does this"], look)] : lines;
}
