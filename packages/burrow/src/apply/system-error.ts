import { BurrowError } from "../model/error.ts";

export { codeOf, NO_HARD_LINK } from "../machine/error-code.ts";

/** What an error says, for people. */
export function detailOf(error: unknown): string {
  if (error instanceof BurrowError && error.because !== undefined)
    return `${error.message}: ${error.because}`;
  return error instanceof Error ? error.message : String(error);
}

/** The error of what is only half done because `cause` cut it off: `recover` finishes it. */
export function halfDone(message: string, cause: unknown): BurrowError {
  const detail = detailOf(cause);
  return new BurrowError("apply/needs-recovery", message, {
    because: detail,
    hint: "burrow recover",
    details: { detail },
    cause,
  });
}
