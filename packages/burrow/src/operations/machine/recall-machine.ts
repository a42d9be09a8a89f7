import type { MachineEnvironment, MachineSurvey } from "../../model/machine-survey.ts";
import type { AbsolutePath } from "../../model/path.ts";
import { placeOf } from "../../model/registry.ts";
import type { Context } from "../context.ts";
import { usualPython } from "../python.ts";
import { rememberMachine } from "./remember-machine.ts";

/** A survey of the machine with what is remembered of it. */
export interface Recalled {
  /** An environment was used last when its files or burrow's memory tell, whichever is later. */
  readonly survey: MachineSurvey;
  /** The environment that serves outside of projects. */
  readonly chosen?: AbsolutePath;
  /** The executable of the default Python. */
  readonly usual?: AbsolutePath;
}

/** Writes down what was found, and adds what is remembered. */
export async function recallMachine(context: Context, survey: MachineSurvey): Promise<Recalled> {
  const registry = await rememberMachine(context, survey);
  const known = new Map(registry.environments.map((one) => [one.place, one]));
  const withMemory = (one: MachineEnvironment): MachineEnvironment => {
    const remembered = known.get(placeOf(one));
    if (remembered === undefined) return one;
    const { id, lastUsed } = remembered;
    const isLater = lastUsed !== undefined && lastUsed > (one.lastUsed ?? "");
    return { ...one, id, ...(isLater && { lastUsed }) };
  };
  const chosen = registry.environments.find(({ id }) => id === registry.active)?.prefix;
  const usual = usualPython(survey.interpreters, registry);
  return {
    survey: { ...survey, environments: survey.environments.map(withMemory) },
    ...(chosen !== undefined && { chosen }),
    ...(usual !== undefined && { usual }),
  };
}
