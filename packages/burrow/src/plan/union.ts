import type { Goal } from "../model/goal.ts";

/**
 * What an environment has to hold that several projects share: the host's goal with what its guests ask for beside it. Place, name, project and the Python that was
 * asked for are the host's; every specifier of Python must hold.
 */
export function unionOf(host: Goal, guests: readonly Goal[]): Goal {
  const all = [host, ...guests];
  return {
    ...host,
    python: {
      ...host.python,
      specifier: [...new Set(all.map(({ python }) => python.specifier).filter((text) => text !== ""))].join(
        ",",
      ),
    },
    requirements: all.flatMap(({ requirements }) => requirements),
    constraints: all.flatMap(({ constraints }) => constraints),
    options: all.flatMap(({ options }) => options),
    facts: all.flatMap(({ facts }) => facts),
  };
}
