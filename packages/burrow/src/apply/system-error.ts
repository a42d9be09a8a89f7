import { BurrowError } from "../model/error.ts";
import { CannotUndo } from "./cannot-undo.ts";

export { codeOf, NO_HARD_LINK } from "../machine/error-code.ts";

/** What an error says, for people. */
export function detailOf(error: unknown): string {
  if (error instanceof BurrowError && error.because !== undefined)
    return `${error.message}: ${error.because}`;
  return error instanceof Error ? error.message : String(error);
}

/** The error of what is only half done because `cause` cut it off: `recover` finishes it, with the paths that somebody has to look at where there are any. */
export function halfDone(message: string, cause: unknown): BurrowError {
  const paths = cause instanceof CannotUndo ? cause.paths : [];
  return new BurrowError("apply/needs-recovery", message, {
    because: detailOf(cause),
    hint: "burrow recover",
    ...(paths.length > 0 && { details: { paths } }),
    cause,
  });
}
