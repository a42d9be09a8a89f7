import type { Forget } from "../apply/finish-collections.ts";
import { withoutPurged } from "../registry/changes.ts";
import type { Context } from "./context.ts";
import { registryOf } from "./memory.ts";

/** Forgets an environment that was removed, whoever finishes that; what stands in its place again is another one, and stays known. */
export function forgetting(context: Pick<Context, "bench" | "folders" | "processes">): Forget {
  return async (environment) => {
    if (context.bench.status(environment) !== undefined) return;
    await registryOf(context).update((known) => withoutPurged(known, environment));
  };
}
