import type { Environment } from "../model/environment.ts";
import type { Pin } from "../model/pin.ts";
import type { Break } from "../model/plan.ts";
import type { Tenant } from "../model/survey.ts";
import { type Installed, needsOf, needText } from "./installed.ts";
import type { Need, Reader } from "./reader.ts";

/** What an engine's answer would do to what is installed. */
export interface Effect {
  readonly pins: readonly Pin[];
  /** Normalised names that would go without a successor. */
  readonly removed: readonly string[];
}

/** An installed distribution whose requirement does not hold. */
export interface Violation extends Break {
  /** The name that it needs. */
  readonly of: string;
}

/** Where violations are looked for. */
export interface House {
  readonly installed: Installed;
  readonly environment: Environment;
  /** Projects that rely on the environment beside the one that asks. */
  readonly tenants: readonly Tenant[];
  readonly reader: Reader;
}

/** Every requirement of every installed distribution and tenant that does not hold. Extras that somebody once asked for are not recorded anywhere and not considered. */
export function violations(house: House): readonly Violation[] {
  return violationsAfter(house, { pins: [], removed: [] });
}

/** The same once the effect has happened. What the engine itself places is held to be coherent: it resolved it. */
export function violationsAfter(house: House, { pins, removed }: Effect): readonly Violation[] {
  const { installed, environment, tenants, reader } = house;
  const versions = new Map<string, string>();
  for (const { name, version } of installed.values()) versions.set(name, version);
  for (const name of removed) versions.delete(name);
  const placed = new Set(pins.map(({ name }) => name));
  for (const { name, version } of pins) versions.set(name, version);

  const holds = ({ name, specifier }: Need): boolean => {
    const version = versions.get(name);
    return version !== undefined && reader.contains(specifier, version);
  };
  const found: Violation[] = [];
  for (const distribution of installed.values()) {
    if (placed.has(distribution.name) || removed.includes(distribution.name)) continue;
    for (const need of needsOf(distribution, environment, [], reader))
      if (!holds(need))
        found.push({
          name: distribution.name,
          version: distribution.version,
          needs: needText(need),
          of: need.name,
        });
  }
  for (const { goal } of tenants)
    for (const need of goal.requirements)
      if (need.name !== "" && reader.applies(need.marker, environment, []) && !holds(need))
        found.push({ name: goal.name, version: "(project)", needs: needText(need), of: need.name });
  return found;
}

/** What an effect newly breaks: violations after − violations before. */
export function newlyBroken(house: House, effect: Effect): readonly Break[] {
  const before = new Set(violations(house).map(keyOf));
  return violationsAfter(house, effect)
    .filter((violation) => !before.has(keyOf(violation)))
    .map(({ name, version, needs }) => ({ name, version, needs }));
}

function keyOf({ name, needs }: Break): string {
  return `${name} ${needs}`;
}
