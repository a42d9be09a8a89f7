import { BurrowError } from "../model/error.ts";
import type { AbsolutePath } from "../model/path.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import type { Site } from "../model/survey.ts";
import { siteAt, siteOf } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { surroundings } from "./look.ts";
import { recoverAt, recoverEnvironment } from "./recover-at.ts";
import { showEnvironment } from "./show.ts";
import { statesOf } from "./kept-states.ts";

/**
 * The site of the environment that is to go back: the one that is meant; of a project without one that burrow made, the one that serves it, or did, when its states are known.
 * Finishes what was interrupted there. Throws `rollback/no-generation`.
 */
export async function rollbackSite(
  context: Context,
  { path, env, dryRun = false }: { readonly path?: string; readonly env?: string; readonly dryRun?: boolean },
): Promise<Site> {
  const goal = await readProjectGoal(context, path === undefined ? {} : { path });
  if (!dryRun) await recoverAt(context, goal.root);
  if (env !== undefined) return settledSite(context, (await showEnvironment(context, env)).prefix, dryRun);
  const site = siteOf(context.machine, {
    root: goal.root,
    name: goal.conda?.name ?? "default",
    backend: goal.backend,
  });
  if (site.current !== undefined) return site;
  const { reaches } = await surroundings(context, goal, DEFAULT_POLICY);
  const own = reaches.find(({ origin, realPrefix }) => origin === "own" && realPrefix !== undefined);
  const last = own?.path ?? site.link;
  if (statesOf(context, last).length > 0) return settledSite(context, last, dryRun);
  throw new BurrowError("rollback/no-generation", `\`${goal.name}\` has no environment that burrow made`, {
    because: "only generations and recorded states can be gone back to",
    hint: "burrow up",
  });
}

async function settledSite(context: Context, prefix: AbsolutePath, dryRun: boolean): Promise<Site> {
  if (!dryRun) await recoverEnvironment(context, prefix);
  return siteAt(context.machine, prefix);
}
