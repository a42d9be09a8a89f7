import type { FolderUser } from "../machine/processes.ts";
import { absolute, type AbsolutePath, isAbsolute } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { readGeneration } from "../survey/inspect/generation-record.ts";
import type { Machine } from "../machine/machine.ts";
import type { Context } from "./context.ts";

/** A day: where processes do not tell what they use, nothing younger goes. */
const YOUNG = 24 * 60 * 60 * 1000;

/** Why a generation must not go now: a process uses it, or may. `users` is what the processes of the machine told of it; undefined where they tell nothing. */
export function usedNow(
  { machine, now }: Pick<Context, "machine" | "now">,
  folder: AbsolutePath,
  users: ReadonlyMap<string, FolderUser> | undefined,
): Reason | undefined {
  const here = activeHere(machine, folder);
  if (here !== undefined) return here;
  const user = users?.get(folder);
  if (user !== undefined) return reason(user.activated ? "active-in" : "in-use", { pid: user.pid });
  const made = readGeneration(machine, folder)?.createdAt;
  const age = made === undefined ? Infinity : now() - Date.parse(made);
  return users === undefined && age < YOUNG ? reason("young", {}) : undefined;
}

/** The command that takes back what set the variable. */
const SWITCHES = { VIRTUAL_ENV: "deactivate", CONDA_PREFIX: "conda deactivate" } as const;

/** A shell does not show what it switched on after it began (proc(5)), but what it starts does: this very process. */
function activeHere(machine: Machine, folder: AbsolutePath): Reason | undefined {
  for (const [variable, command] of Object.entries(SWITCHES)) {
    const said = machine.env[variable];
    if (said === undefined || !isAbsolute(said)) continue;
    const path = absolute(said);
    if (path === folder || machine.realPath(path) === folder) return reason("active-here", { command });
  }
  return undefined;
}
