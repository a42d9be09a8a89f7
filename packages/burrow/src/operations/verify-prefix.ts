import type { Unmet, Verify } from "../apply/context.ts";
import type { Goal } from "../model/goal.ts";
import type { Plan } from "../model/plan.ts";
import { reason } from "../model/reason.ts";
import { violations } from "../plan/breaks.ts";
import { installedIn } from "../plan/installed.ts";
import { newReader } from "../plan/new-reader.ts";
import { stateOf } from "../plan/state.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import type { Context } from "./context.ts";

/** Whether a prefix holds a plan's goal, as the planner would judge it once the change is over and the pins of a generation are recorded. */
export function unmetIn({ machine }: Context, { goal, pins }: Pick<Plan, "goal" | "pins">): Unmet {
  return (prefix) => {
    const found = inspectEnvironment(machine, prefix);
    if (found === undefined) return reason("not-an-environment", { path: prefix });
    const { broken, generation, ...rest } = found;
    const environment = { ...rest, ...(generation && { generation: { ...generation, recorded: pins } }) };
    const isUnderWay = broken === undefined || broken.code === "unfinished-journal";
    const { holds, because } = stateOf(isUnderWay ? environment : { ...environment, broken }, goal);
    return holds ? undefined : because;
  };
}

/**
 * Reads what is installed in a prefix, and judges it as the planner would: the eyes that `apply` is given. What distributions require of each other is no matter
 * where recorded content is put back: it is as it was.
 */
export function verifyPrefix({ machine }: Context, { exact }: Pick<Goal, "exact">): Verify {
  return (prefix) => {
    const environment = inspectEnvironment(machine, prefix);
    if (environment === undefined)
      return Promise.resolve({
        distributions: [],
        problems: [reason("not-an-environment", { path: prefix })],
      });
    const unmet = violations({
      installed: installedIn(environment),
      environment,
      tenants: [],
      reader: newReader(),
    });
    const problems = [
      ...environment.distributions.flatMap((distribution) => distribution.problems),
      ...(exact === undefined ? unmet : []).map(({ name, version, needs }) =>
        reason("third-party", { name, version, needs }),
      ),
    ];
    return Promise.resolve({
      distributions: environment.distributions.filter(({ inherited }) => !inherited),
      problems,
    });
  };
}
