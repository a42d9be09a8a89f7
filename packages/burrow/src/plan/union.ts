import type { CondaGoal, Goal } from "../model/goal.ts";

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
    ...(host.conda && { conda: condaOf(host.conda, guests) }),
  };
}

/** The host's channels come first. Its lock is of itself alone, so that the engine is asked for all. */
function condaOf({ name, channels, variables }: CondaGoal, guests: readonly Goal[]): CondaGoal {
  return {
    name,
    channels: [...new Set([...channels, ...guests.flatMap(({ conda }) => conda?.channels ?? [])])],
    variables: { ...Object.assign({}, ...guests.map(({ conda }) => conda?.variables ?? {})), ...variables },
  };
}
