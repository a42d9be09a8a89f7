import type { Machine } from "../machine/machine.ts";
import { fileUrlPath } from "../standards/file-url.ts";

/** This very file: another one once burrow is another. */
const PROGRAM = fileUrlPath(import.meta.url);

/** What tells this burrow from another version of it; the empty text where it has no file of its own. */
export function programId(machine: Pick<Machine, "state">): string {
  const state = PROGRAM === undefined ? undefined : machine.state(PROGRAM, true);
  return state === undefined ? "" : `${state.dev}:${state.ino}:${state.size}:${state.ctimeMs}`;
}
