import { rollBackTo } from "../apply/rollback.ts";
import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { sentence } from "../model/reason.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import { ownTransactions } from "../registry/own-transactions.ts";
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
 * Throws `rollback/no-generation`, and `rollback/changed` when the generation is no longer what burrow made (unless `force` takes it as it is) or is broken.
 */
export async function rollback(
  context: Context,
  {
    to,
    path,
    dryRun = false,
    force = false,
  }: { readonly to?: number; readonly path?: string; readonly dryRun?: boolean; readonly force?: boolean },
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
    throw new BurrowError(
      "rollback/no-generation",
      number === undefined
        ? `there is nothing before generation \`${from}\``
        : `there is no generation \`${number}\``,
      { because: `there is ${site.generations.join(", ") || "none"}, and ${from} is the current one` },
    );
  const folder = join(site.root, ".burrow", "generations", site.name, String(number));
  const broken = inspectEnvironment(context.machine, folder)?.broken;
  if (broken !== undefined)
    throw new BurrowError("rollback/changed", `generation \`${number}\` cannot serve any more`, {
      because: sentence(broken),
      hint: "burrow up",
    });
  if (dryRun || number === from) return { from, to: number, prefix: site.link, seconds: 0 };
  const { bench, processes, folders, command, now, report, signal } = context;
  const ours = ownTransactions(bench, folders.data);
  const transaction = { bench, processes, ours, command, now, report, signal };
  const { seconds } = await rollBackTo(site, number, transaction, { acceptChanges: force });
  return { from, to: number, prefix: site.link, seconds };
}
