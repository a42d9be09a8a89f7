import type { Environment } from "../model/environment.ts";
import type { Goal } from "../model/goal.ts";
import { condaExactFit } from "./conda/conda-exact-fit.ts";
import { condaFit } from "./conda/conda-fit.ts";
import { exactFit } from "./exact-fit.ts";
import type { Fit } from "./fit-result.ts";
import type { Installed } from "./installed.ts";
import { pypiFit } from "./pypi-fit.ts";
import type { Reader } from "./reader.ts";

/** Compares an environment with a goal, in the language of the goal's backend; one of recorded content is compared with that alone. */
export function fitOf(environment: Environment, installed: Installed, goal: Goal, reader: Reader): Fit {
  if (goal.exact !== undefined)
    return goal.backend === "conda"
      ? condaExactFit(environment, installed, goal, reader)
      : exactFit(environment, installed, goal, reader);
  return goal.backend === "conda"
    ? condaFit(environment, installed, goal, reader)
    : pypiFit(environment, installed, goal, reader);
}
