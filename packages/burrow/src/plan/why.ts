import type { Environment } from "../model/environment.ts";
import type { Goal } from "../model/goal.ts";
import { applicable } from "./pypi-fit.ts";
import { installedIn, type Installed, needsOf, needText } from "./installed.ts";
import { newReader } from "./new-reader.ts";
import type { Reader } from "./reader.ts";

/** An installed distribution that requires the one asked about. */
export interface Dependent {
  readonly name: string;
  readonly version: string;
  /** As it writes it, such as `urllib3<3,>=1.21.1`. */
  readonly requirement: string;
  /** Whether the installed version is one that it accepts. */
  readonly holds: boolean;
  /** Whether its requirement has an upper bound: it keeps newer versions out. */
  readonly limits: boolean;
}

/** Why a distribution is in an environment. */
export interface Why {
  readonly dependents: readonly Dependent[];
  /** The goal's own lines that ask for it. */
  readonly asked: Goal["requirements"];
  /** The shortest way from a line of the goal to it, names in order; empty when none leads there. */
  readonly chain: readonly string[];
}

/** Finds who asks for a distribution (PEP 503 name) in an environment, and how the goal leads to it. */
export function whyIs(name: string, environment: Environment, goal: Goal): Why {
  const reader = newReader();
  const installed = installedIn(environment);
  const asked = applicable(goal, environment, reader).filter((requirement) => requirement.name === name);
  const version = installed.get(name)?.version;
  const dependents = [...installed.values()].flatMap((distribution): readonly Dependent[] => {
    const need = needsOf(distribution, environment, distribution.extras, reader).find(
      (one) => one.name === name,
    );
    if (need === undefined || distribution.name === name) return [];
    return [
      {
        name: distribution.name,
        version: distribution.version,
        requirement: needText(need),
        holds: version !== undefined && reader.contains(need.specifier, version),
        limits: /<|==|~=/u.test(need.specifier.replaceAll("!=", "")),
      },
    ];
  });
  const roots = applicable(goal, environment, reader).map((requirement) => requirement.name);
  return { dependents, asked, chain: chainTo(name, roots, installed, environment, reader) };
}

function chainTo(
  name: string,
  roots: readonly string[],
  installed: Installed,
  environment: Environment,
  reader: Reader,
): readonly string[] {
  const seen = new Set(roots);
  let paths: readonly (readonly string[])[] = roots.map((root) => [root]);
  while (paths.length > 0) {
    const found = paths.find((path) => path.at(-1) === name);
    if (found !== undefined) return found;
    paths = paths.flatMap((path) => {
      const distribution = installed.get(path.at(-1) ?? "");
      if (distribution === undefined) return [];
      return needsOf(distribution, environment, [], reader).flatMap((need) =>
        seen.has(need.name) ? [] : [(seen.add(need.name), [...path, need.name])],
      );
    });
  }
  return [];
}
