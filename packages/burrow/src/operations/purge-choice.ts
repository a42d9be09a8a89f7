import type { Purge } from "../model/history.ts";
import { join } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { lockRefusal } from "../apply/lock.ts";
import { transactionPlace } from "../apply/place.ts";
import { generationPlace } from "../survey/inspect/generation-place.ts";
import { siteOfMade } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { registryOf } from "./memory.ts";
import { type Candidate, purgeCandidates, type PurgeSelection } from "./purge-candidates.ts";
import { attempt, type Chosen, madeOf, type Outcome } from "./purge-one.ts";
import { staysBecause } from "./purge-stays.ts";
import { halfPurged, recoverAt } from "./recover-at.ts";

/** What may go, what stays and why, and what could not even be looked at. */
export interface Choice {
  readonly chosen: readonly Chosen[];
  readonly kept: Purge["kept"][number][];
  readonly failed: Purge["failed"][number][];
}

/** Chooses which of the environments that are meant may go. What was interrupted there is finished first, but for a dry run, which only sees who does it. */
export async function choose(
  context: Context,
  options: PurgeSelection & { readonly dryRun?: boolean },
): Promise<Choice> {
  const choice = { chosen: [] as Chosen[], kept: [] as Choice["kept"], failed: [] as Choice["failed"] };
  for (const root of options.dryRun === true ? [] : await halfPurged(context)) {
    const outcome = await attempt(root, async () => void (await recoverAt(context, root)));
    if (outcome !== undefined) addTo(choice, root, outcome);
  }
  for (const candidate of await purgeCandidates(context, options)) {
    const { prefix } = candidate.one;
    const outcome = await attempt(prefix, () => judge(context, candidate, options.dryRun === true));
    if ("place" in outcome) choice.chosen.push(outcome);
    else addTo(choice, prefix, outcome);
  }
  return choice;
}

/** Tells why an environment is not gone. */
export function addTo(
  { kept, failed }: Pick<Choice, "kept" | "failed">,
  prefix: Purge["kept"][number]["prefix"],
  outcome: Exclude<Outcome, { readonly kind: "gone" }>,
): void {
  if (outcome.kind === "stays") kept.push({ prefix, because: outcome.because });
  else failed.push(outcome.failed);
}

async function judge(
  context: Context,
  { one, named }: Candidate,
  dryRun: boolean,
): Promise<Chosen | Extract<Outcome, { readonly kind: "stays" }>> {
  const { machine, processes } = context;
  const generation = generationPlace(one.realPrefix);
  if (generation === undefined) return { kind: "stays", because: reason("not-made-here", {}) };
  const { root, name } = generation;
  const refusal = dryRun
    ? lockRefusal(machine, transactionPlace(join(root, ".burrow")), processes)
    : undefined;
  if (refusal !== undefined) throw refusal;
  if (!dryRun) await recoverAt(context, root);
  const site = siteOfMade(machine, generation, one);
  const { registry } = await registryOf(context).read();
  const because = await staysBecause(context, { one, site, named }, registry);
  if (because !== undefined) return { kind: "stays", because };
  const place = join(root, ".burrow", "generations", name);
  return { one, site, named, place, made: madeOf(context, site) };
}
