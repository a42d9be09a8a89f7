import type { AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { readGeneration } from "../survey/inspect/generation-record.ts";
import type { Context } from "./context.ts";

/** A day: where processes do not tell what they use, nothing younger goes. */
const YOUNG = 24 * 60 * 60 * 1000;

/** Why a generation must not go now: a process uses it, or may. `users` is what the processes of the machine told of it; undefined where they tell nothing. */
export function usedNow(
  { machine, now }: Context,
  folder: AbsolutePath,
  users: ReadonlyMap<string, number> | undefined,
): Reason | undefined {
  const pid = users?.get(folder);
  if (pid !== undefined) return reason("in-use", { pid });
  const made = readGeneration(machine, folder)?.createdAt;
  const age = made === undefined ? Infinity : now() - Date.parse(made);
  return users === undefined && age < YOUNG ? reason("young", {}) : undefined;
}
