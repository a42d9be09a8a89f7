import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Break } from "../model/plan.ts";
import type { Tenant } from "../model/survey.ts";
import type { Build } from "./builds.ts";
import { reason, type Reason } from "../model/reason.ts";
import { fitOf } from "./fit.ts";
import { type Installed, needsOf, needText } from "./installed.ts";
import type { Need, Reader } from "./reader.ts";

/** What a change would do to what is installed. */
export interface Effect {
  readonly pins: readonly Pin[];
  /** Normalised names that would go without a successor. */
  readonly removed: readonly string[];
  /** What would be built and installed editable; absent when nothing is. */
  readonly builds?: readonly Build[];
}

/** Where violations are looked for. */
export interface House {
  readonly installed: Installed;
  readonly environment: Environment;
  /** Projects that rely on the environment beside the one that asks. */
  readonly tenants: readonly Tenant[];
  readonly reader: Reader;
}

/** Every requirement of every installed distribution that does not hold, and of every tenant with its whole closure, its extras and its constraints. */
export function violations({ installed, environment, tenants, reader }: House): readonly Break[] {
  const holds = ({ name, specifier }: Need): boolean => {
    const version = installed.get(name)?.version;
    return version !== undefined && reader.contains(specifier, version);
  };
  const found: Break[] = [];
  for (const distribution of installed.values())
    for (const need of needsOf(distribution, environment, [], reader))
      if (!holds(need))
        found.push({ name: distribution.name, version: distribution.version, needs: needText(need) });
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
  const after = violations({ ...house, installed: afterwards(house, effect) });
  return after.filter((violation) => !before.has(keyOf(violation)));
}

/** A warning for each requirement of somebody outside of the goal, by normalised names of what the goal needs, that did not hold before an effect and does not after it. */
export function stillBroken(house: House, effect: Effect, needed: ReadonlySet<string>): readonly Reason[] {
  const after = new Set(violations({ ...house, installed: afterwards(house, effect) }).map(keyOf));
  return violations({ ...house, tenants: [] })
    .filter((violation) => after.has(keyOf(violation)) && !needed.has(violation.name))
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

/** What is installed once the effect has happened. What is placed is held to be coherent: the engine resolved it, and what it needs is not known here. */
function afterwards({ installed, environment }: House, { pins, removed, builds = [] }: Effect): Installed {
  const after = new Map(installed);
  for (const name of removed) after.delete(name);
  for (const { name, version, url, hashes, directUrl } of pins) {
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
  return after;
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
