import { absolute } from "../../src/model/path.ts";
import type { GoalOption, GoalRequirement } from "../../src/model/goal.ts";
import type { ResolveQuestion } from "../../src/model/resolve.ts";

const ORIGIN = { file: absolute("/project/requirements.txt"), line: 1 };

/** A requirement on an index, by its name and what else it has. */
export function requirement(name: string, rest: Partial<GoalRequirement> = {}): GoalRequirement {
  const given = { specifier: "", extras: [], hashes: [], ...rest };
  return { kind: "pypi", name, text: name + given.specifier, origin: ORIGIN, ...given };
}

/** An option line of `/project/requirements.txt`. */
export function option(text: string): GoalOption {
  return { text, origin: ORIGIN };
}

/** A question for an empty environment of `/py/bin/python`, by what it asks for. */
export function question(rest: Partial<ResolveQuestion> = {}): ResolveQuestion {
  return {
    kind: "resolve",
    key: "key",
    mode: "fresh",
    python: absolute("/py/bin/python"),
    requirements: [],
    constraints: [],
    options: [],
    installed: [],
    free: [],
    ...rest,
  };
}
