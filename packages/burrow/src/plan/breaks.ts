import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Break } from "../model/plan.ts";
import type { Tenant } from "../model/survey.ts";
import { normalizeName } from "../standards/name.ts";
import type { Build } from "./builds.ts";
import { reason, type Reason } from "../model/reason.ts";
import { lostWithPython, packageViolations, withPackages } from "./conda/conda-breaks.ts";
import { fitOf } from "./fit.ts";
import type { Fit } from "./fit-result.ts";
import { type Installed, needsOf, needText } from "./installed.ts";
import type { Need, Reader } from "./reader.ts";

/** What a change would do to what is installed. */
export interface Effect {
  readonly pins: readonly Pin[];
  /** Normalised names that would go without a successor. */
  readonly removed: readonly string[];
  /** What would be built and installed editable; absent when nothing is. */
  readonly builds?: readonly Build[];
  /** What pip does afterwards on top of conda's packages: it resolves all of that anew, and which versions come of it is not known here. */
  readonly onTop?: Fit;
}

/** Where violations are looked for. */
export interface House {
  readonly installed: Installed;
  readonly environment: Environment;
  /** Projects that rely on the environment beside the one that asks. */
  readonly tenants: readonly Tenant[];
  readonly reader: Reader;
}

/** Every requirement of every installed distribution and package of conda's that does not hold, and of every tenant with its whole closure, its extras and its constraints. */
export function violations({ installed, environment, tenants, reader }: House): readonly Break[] {
  const holds = ({ name, specifier }: Need): boolean => {
    const version = installed.get(name)?.version;
    return version !== undefined && reader.contains(specifier, version);
  };
  const ofPackages = packageViolations(environment);
  const toldOf = new Set(ofPackages.map(({ name, of }) => `${name} ${of}`));
  const found: Break[] = ofPackages.map(({ name, version, needs }) => ({ name, version, needs }));
  for (const distribution of installed.values()) {
    const { name, version } = distribution;
    const minor = lostWithPython(environment, distribution);
    if (minor !== undefined) found.push({ name, version, needs: `python ${minor}.*` });
    for (const need of needsOf(distribution, environment, [], reader))
      if (!holds(need) && !toldOf.has(`${name} ${need.name}`))
        found.push({ name, version, needs: needText(need) });
  }
  const told = new Set(found.map(keyOf));
  for (const { goal } of tenants)
    for (const { needs, by } of unmetOf(goal, environment, installed, reader))
      if (by === undefined || !told.has(keyOf({ name: by, needs })))
        found.push({ name: goal.name, version: "(project)", needs });
  return found;
}

/** What an effect newly breaks: violations after − violations before. */
export function newlyBroken(house: House, effect: Effect): readonly Break[] {
  const before = new Set(violations(house).map(keyOf));
  const renewed = effect.onTop?.needed;
  return violations(afterwards(house, effect)).filter(
    (violation) => !before.has(keyOf(violation)) && renewed?.has(violation.name) !== true,
  );
}

/** A warning for each requirement of somebody outside of the goal, by normalised names of what the goal needs, that did not hold before an effect and does not after it. */
export function stillBroken(house: House, effect: Effect, needed: ReadonlySet<string>): readonly Reason[] {
  const after = new Set(violations(afterwards(house, effect)).map(keyOf));
  const isOutside = ({ name }: Break): boolean =>
    !needed.has(name) && effect.onTop?.needed.has(name) !== true;
  return violations({ ...house, tenants: [] })
    .filter((violation) => after.has(keyOf(violation)) && isOutside(violation))
    .map(({ name, version, needs }) =>
      reason("already-broken", { name, version, detail: `it needs ${needs}` }),
    );
}

function keyOf({ name, needs }: Pick<Break, "name" | "needs">): string {
  return `${name} ${needs}`;
}

/** What a tenant asks for and does not find. */
function unmetOf(
  goal: Tenant["goal"],
  environment: Environment,
  installed: Installed,
  reader: Reader,
): readonly { readonly needs: string; readonly by?: string }[] {
  const { missing, clashes, unproven, project } = fitOf(environment, installed, goal, reader);
  const gone = goal.project === undefined || project !== "absent" ? [] : [`-e ${goal.project.root}`];
  return [
    ...[...missing, ...clashes].map(({ text, by }) => ({ needs: text, ...(by !== undefined && { by }) })),
    ...[...unproven.map(({ requirement }) => requirement.text), ...gone].map((needs) => ({ needs })),
  ];
}

/** What is there once the effect has happened. Distributions that are placed are held to be coherent: the engine resolved them, and what they need is not known here. */
function afterwards(house: House, { pins, removed, builds = [], onTop }: Effect): House {
  const { installed, environment } = house;
  const after = new Map(installed);
  for (const name of removed) after.delete(normalizeName(name));
  for (const { name: written, version, url, hashes, directUrl, conda } of pins) {
    const name = normalizeName(written);
    if (conda !== undefined) {
      // Most packages of Python are called what their distribution is; one that is not is known to conda alone.
      if (after.has(name)) after.set(name, placed(name, version, environment.prefix));
      continue;
    }
    const digests = Object.fromEntries(hashes.map((hash) => hash.split(":", 2) as [string, string]));
    const came = url !== undefined && { directUrl: directUrl ?? { url, archive: { hashes: digests } } };
    after.set(name, { ...placed(name, version, environment.prefix), ...came });
  }
  for (const { name, project } of builds) {
    if (name === undefined) continue;
    const before = installed.get(name);
    // Only a build tells its version. Another build of the same folder is taken to keep it; an unknown one meets no specifier.
    const version = before?.editable === project ? before.version : "";
    after.set(name, { ...placed(name, version, environment.prefix), editable: project });
  }
  for (const { name } of onTop?.clashes ?? []) after.set(name, placed(name, "", environment.prefix));
  return { ...house, installed: after, environment: withPackages(environment, { pins, removed }) };
}

function placed(name: string, version: string, location: AbsolutePath): Distribution {
  return {
    name,
    displayName: name,
    version,
    location,
    info: location,
    format: "dist-info",
    requires: [],
    extras: [],
    requested: false,
    inherited: false,
    problems: [],
  };
}
