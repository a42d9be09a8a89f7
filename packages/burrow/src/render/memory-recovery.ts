import type { Reason } from "../model/reason.ts";
import { line, sentences } from "./line.ts";
import type { Look } from "./look.ts";
import { say } from "./say.ts";

/** What each strategy did; those that were not needed are passed over. */
export function memoryRecoveryText(
  strategies: readonly {
    readonly outcome: "applied" | "not-needed" | "failed";
    readonly did: readonly Reason[];
  }[],
  look: Look,
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
  return lines.length > 0 ? lines : [line(["what is remembered is there"], look)];
}
