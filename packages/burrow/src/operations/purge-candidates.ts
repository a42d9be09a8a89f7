import type { EnvironmentIdentity } from "../model/environment.ts";
import type { MachineEnvironment } from "../model/machine-survey.ts";
import { type AbsolutePath, isInside, join } from "../model/path.ts";
import { placeOf, type Registry } from "../model/registry.ts";
import { generationPlace } from "../survey/inspect/generation-place.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import { siteOf, siteOfMade } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { listMachine } from "./list-machine.ts";
import { isUnusedSince } from "./machine/machine.ts";
import { registryOf } from "./memory.ts";
import { showEnvironment } from "./show.ts";

/** An environment that is meant. */
export interface Candidate {
  readonly one: EnvironmentIdentity;
  /** Whether a person named this very one. */
  readonly named: boolean;
}

/** Which environments are to go; several filters hold together. */
export interface PurgeSelection {
  /** By name, path or identity; absent and without a filter: the project's. */
  readonly envs?: readonly string[];
  /** Every one that burrow made on this machine. */
  readonly all?: boolean;
  /** Those whose project is gone, or that no link of it leads to. */
  readonly orphans?: boolean;
  /** Those that were last used before this day (ISO 8601); one whose last use is not known may well be in use. */
  readonly unusedSince?: string;
}

/** The environments that are meant, each once; what burrow did not make is among them only where it was named. Throws `env/not-found`. */
export async function purgeCandidates(
  context: Context,
  { envs = [], all = false, orphans = false, unusedSince }: PurgeSelection,
): Promise<readonly Candidate[]> {
  const filtered = orphans || unusedSince !== undefined;
  const named: EnvironmentIdentity[] = [];
  for (const env of envs) named.push(await showEnvironment(context, env));
  if (!all && !filtered) return once(envs.length === 0 ? await theProjects(context) : named, envs.length > 0);
  const { registry } = await registryOf(context).read();
  const { environments } = (await listMachine(context, {})).view.survey;
  const matching = environments.filter(
    (one) =>
      one.generation !== undefined &&
      (!orphans || isOrphan(context, one, registry)) &&
      (unusedSince === undefined || isUnusedSince(one, unusedSince)),
  );
  const places = new Set(named.map(placeOf));
  return envs.length === 0
    ? once(matching, false)
    : once(
        matching.filter((one) => places.has(placeOf(one))),
        true,
      );
}

/** The one that stands where the project has its own. */
async function theProjects(context: Context): Promise<readonly EnvironmentIdentity[]> {
  const { machine } = context;
  const { root, backend, conda } = await readProjectGoal(context, {});
  const { link } = siteOf(machine, { root, name: conda?.name ?? "default", backend });
  const found = inspectEnvironment(machine, link);
  return found === undefined ? [] : [found];
}

function once(found: readonly EnvironmentIdentity[], named: boolean): readonly Candidate[] {
  const each = new Map<AbsolutePath, EnvironmentIdentity>();
  for (const one of found) if (!each.has(placeOf(one))) each.set(placeOf(one), one);
  return [...each.values()]
    .toSorted((one, other) => (one.prefix < other.prefix ? -1 : 1))
    .map((one) => ({ one, named }));
}

/** One of a project that is gone or does not lead to it; of burrow's own folder one that only such projects used. */
function isOrphan({ machine, folders }: Context, one: MachineEnvironment, registry: Registry): boolean {
  const place = generationPlace(one.realPrefix);
  if (place === undefined) return false;
  if (siteOfMade(machine, place, one).current === undefined) return true;
  if (!isInside(place.root, join(folders.data, "environments"))) return false;
  const tenants = registry.environments.find((known) => known.place === placeOf(one))?.tenants ?? [];
  return tenants.length > 0 && tenants.every((tenant) => machine.target(tenant.root)?.kind !== "folder");
}
