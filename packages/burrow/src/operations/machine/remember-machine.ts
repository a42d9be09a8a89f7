import { parent } from "../../model/path.ts";
import type { MachineSurvey } from "../../model/machine-survey.ts";
import type { Registry } from "../../model/registry.ts";
import { type Standing, withStandings } from "../../registry/changes.ts";
import { withSeen } from "../../registry/seen.ts";
import type { Context } from "../context.ts";
import { recollect, registryOf } from "../memory.ts";

/** Writes down what a survey of the machine found, and gives all that is remembered. What cannot be written is passed over: the next survey tells it again. */
export async function rememberMachine(
  context: Context,
  { environments, interpreters, takenAt }: Pick<MachineSurvey, "environments" | "interpreters" | "takenAt">,
): Promise<Registry> {
  const { machine } = context;
  const standingOf = (path: Parameters<typeof parent>[0]): Standing => {
    if (machine.status(path) !== undefined) return "there";
    return machine.status(parent(path)) === undefined ? "missing" : "gone";
  };
  const found = environments.filter(({ health }) => health !== "missing");
  const change = (registry: Registry) =>
    withStandings(withSeen(registry, { at: takenAt, environments: found, interpreters }), standingOf);
  const { registry, warnings } = await recollect(context);
  for (const warning of warnings) context.report({ type: "warning", warning });
  if (warnings.length > 0 || change(registry) === registry) return registry;
  try {
    return (await registryOf(context).update(change)).registry;
  } catch {
    return change(registry);
  }
}
