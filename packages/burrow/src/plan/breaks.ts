import type { Environment } from "../model/environment.ts";
import type { Pin } from "../model/pin.ts";
import type { Break } from "../model/plan.ts";
import { type Installed, needsOf, needText } from "./installed.ts";
import type { Reader } from "./reader.ts";

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

/** Every requirement of every installed distribution that does not hold. Extras that somebody once asked for are not recorded anywhere and not considered. */
export function violations(
  installed: Installed,
  environment: Environment,
  reader: Reader,
): readonly Violation[] {
  return violationsAfter(installed, { pins: [], removed: [] }, environment, reader);
}

/** The same once the effect has happened. What the engine itself places is held to be coherent: it resolved it. */
export function violationsAfter(
  installed: Installed,
  { pins, removed }: Effect,
  environment: Environment,
  reader: Reader,
): readonly Violation[] {
  const versions = new Map<string, string>();
  for (const { name, version } of installed.values()) versions.set(name, version);
  for (const name of removed) versions.delete(name);
  const placed = new Set(pins.map(({ name }) => name));
  for (const { name, version } of pins) versions.set(name, version);

  const found: Violation[] = [];
  for (const distribution of installed.values()) {
    if (placed.has(distribution.name) || removed.includes(distribution.name)) continue;
    for (const need of needsOf(distribution, environment, [], reader)) {
      const version = versions.get(need.name);
      if (version !== undefined && reader.contains(need.specifier, version)) continue;
      found.push({
        name: distribution.name,
        version: distribution.version,
        needs: needText(need),
        of: need.name,
      });
    }
  }
  return found;
}

/** What an effect newly breaks: violations after − violations before. */
export function newlyBroken(
  installed: Installed,
  effect: Effect,
  environment: Environment,
  reader: Reader,
): readonly Break[] {
  const before = new Set(violations(installed, environment, reader).map(keyOf));
  return violationsAfter(installed, effect, environment, reader)
    .filter((violation) => !before.has(keyOf(violation)))
    .map(({ name, version, needs }) => ({ name, version, needs }));
}

function keyOf({ name, needs }: Break): string {
  return `${name} ${needs}`;
}
