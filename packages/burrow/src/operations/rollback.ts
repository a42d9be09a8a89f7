import { rollBackTo } from "../apply/rollback.ts";
import { BurrowError } from "../model/error.ts";
import type { AbsolutePath } from "../model/path.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { surroundings } from "./look.ts";
import { recoverAt } from "./recover.ts";

/** What a rollback came to. */
export interface RollbackResult {
  readonly from: number;
  readonly to: number;
  /** The link that people use. */
  readonly prefix: AbsolutePath;
  readonly seconds: number;
}

/**
 * Goes back to an earlier generation, by default the one before the current: one rename, offline. The later ones are kept.
 * Throws `rollback/no-generation`, and `rollback/changed` when the generation is no longer what burrow made.
 */
export async function rollback(
  context: Context,
  { to, path, dryRun = false }: { readonly to?: number; readonly path?: string; readonly dryRun?: boolean },
): Promise<RollbackResult> {
  const goal = await readProjectGoal(context, path === undefined ? {} : { path });
  if (!dryRun) await recoverAt(context, goal.root);
  const { site } = await surroundings(context, goal, DEFAULT_POLICY);
  const from = site?.current;
  if (site === undefined || from === undefined)
    throw new BurrowError("rollback/no-generation", `\`${goal.name}\` has no environment that burrow made`, {
      because: "only generations can be gone back to",
      hint: "burrow up",
    });
  const number = to ?? site.generations.findLast((one) => one < from);
  if (number === undefined || !site.generations.includes(number))
    throw new BurrowError("rollback/no-generation", `there is no generation \`${number ?? from - 1}\``, {
      because: `there are ${site.generations.join(", ")}; ${from} is the current one`,
      hint: "burrow rollback N",
    });
  if (dryRun || number === from) return { from, to: number, prefix: site.link, seconds: 0 };
  const { bench, processes, command, now, report, signal } = context;
  const { seconds } = await rollBackTo(site, number, { bench, processes, command, now, report, signal });
  return { from, to: number, prefix: site.link, seconds };
}
