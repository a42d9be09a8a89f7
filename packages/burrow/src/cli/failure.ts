import { BurrowError } from "../model/error.ts";
import { systemRefusal } from "../model/system-error.ts";

/** Whatever was thrown, as an error of the table: its own, a cancellation, what the system refuses, or a bug. */
export function failureOf(thrown: unknown, signal: AbortSignal, verbose: boolean): BurrowError {
  if (thrown instanceof BurrowError) return thrown;
  if (signal.aborted && (thrown === signal.reason || isAbort(thrown)))
    return new BurrowError("cancelled", "cancelled; everything is as it was before", { cause: thrown });
  const refusal = systemRefusal(thrown);
  if (refusal !== undefined) return refusal;
  const said = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new BurrowError("bug", "burrow itself failed", {
    because: (verbose ? said.stack : undefined) ?? `${said.name}: ${said.message}`,
    hint: "report it with the output of the same command and --verbose",
    cause: thrown,
  });
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === "AbortError" || thrown.name === "TimeoutError");
}
