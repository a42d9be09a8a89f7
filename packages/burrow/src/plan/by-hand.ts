import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import { reason, type Reason } from "../model/reason.ts";
import { installedIn, needsOf } from "./installed.ts";
import type { Exact } from "./questions.ts";
import type { Scene } from "./scene.ts";

/** How to tell which distributions were added by hand: by burrow's record where there is one, in an environment of somebody else's by what nothing there needs. */
export function handRule(environment: Environment, { reader }: Scene): (one: Distribution) => boolean {
  const { generation } = environment;
  if (generation === undefined) {
    const installed = [...installedIn(environment).values()];
    const needed = new Set(
      installed.flatMap((one) => needsOf(one, environment, [], reader).map(({ name }) => name)),
    );
    return ({ name, requested }) => requested || !needed.has(name);
  }
  const { recorded, byHand = [] } = generation;
  if (recorded === undefined) return () => false;
  const known = new Set(recorded.map(({ name }) => name));
  return ({ name, requested }) => byHand.includes(name) || (requested && !known.has(name));
}

/** A thing at its version, and nothing more of it. */
export function exactly({ name, version }: Exact): Exact {
  return { name, version };
}

/** What of an environment can be had again by name and version. */
export function soundIn(environment: Environment): readonly Distribution[] {
  return [...installedIn(environment).values()].filter(
    ({ inherited, editable, problems, directUrl }) =>
      !inherited && editable === undefined && directUrl === undefined && problems.length === 0,
  );
}

/** That what a person added by hand is kept. */
export function keptByHand(some: readonly Exact[]): readonly Reason[] {
  return some.map(({ name, version }) => reason("carried-over", { name, version }));
}

/** That what a person added by hand is dropped. */
export function dropped(some: readonly Exact[]): readonly Reason[] {
  return some.map(({ name, version }) => reason("dropped", { name, version }));
}
