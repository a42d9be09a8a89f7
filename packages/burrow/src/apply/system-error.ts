import { BurrowError } from "../model/error.ts";

export { codeOf, NO_HARD_LINK } from "../machine/error-code.ts";

/** What an error says, for people. */
export function detailOf(error: unknown): string {
  if (error instanceof BurrowError && error.because !== undefined)
    return `${error.message}: ${error.because}`;
  return error instanceof Error ? error.message : String(error);
}
