import type { Unmet, Verify } from "../apply/context.ts";
import type { Environment } from "../model/environment.ts";
import type { Goal } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import { reason, type Reason } from "../model/reason.ts";
import { violations } from "../plan/breaks.ts";
import { installedIn } from "../plan/installed.ts";
import { newReader } from "../plan/new-reader.ts";
import { stateOf } from "../plan/state.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import type { Context } from "./context.ts";

/** The eyes that `apply` is given: what it is told once the change is over is of what it was shown last. */
export function eyesOf(
  { machine }: Context,
  { goal, pins }: Pick<Plan, "goal" | "pins">,
): { readonly verify: Verify; readonly unmet: Unmet } {
  let last: { readonly prefix: AbsolutePath; readonly environment: Environment | undefined } | undefined;
  return {
    verify: (prefix) => {
      last = { prefix, environment: inspectEnvironment(machine, prefix) };
      return Promise.resolve(judged(prefix, last.environment, goal));
    },
    unmet: (prefix, placed) => {
      const found = last?.prefix === prefix ? last.environment : inspectEnvironment(machine, prefix);
      return unmetIn(prefix, found, { goal, pins: [...pins, ...placed] });
    },
  };
}

/** Whether a prefix holds a plan's goal, as the planner would judge it once the change is over and the pins of a generation are recorded. */
function unmetIn(
  prefix: AbsolutePath,
  found: Environment | undefined,
  { goal, pins }: Pick<Plan, "goal" | "pins">,
): Reason | undefined {
  if (found === undefined) return reason("not-an-environment", { path: prefix });
  const { broken, generation, ...rest } = found;
  const environment = { ...rest, ...(generation && { generation: { ...generation, recorded: pins } }) };
  const isUnderWay = broken === undefined || broken.code === "unfinished-journal";
  const { holds, because } = stateOf(isUnderWay ? environment : { ...environment, broken }, goal);
  return holds ? undefined : because;
}

/** What is installed and what is wrong with it. What distributions require of each other is no matter where recorded content is put back: it is as it was. */
function judged(
  prefix: AbsolutePath,
  environment: Environment | undefined,
  { exact }: Pick<Goal, "exact">,
): Awaited<ReturnType<Verify>> {
  if (environment === undefined)
    return { distributions: [], problems: [reason("not-an-environment", { path: prefix })] };
  const unmet =
    exact === undefined
      ? violations({
          installed: installedIn(environment),
          environment,
          tenants: [],
          reader: newReader(),
        })
      : [];
  const problems = [
    ...environment.distributions.flatMap((distribution) => distribution.problems),
    ...unmet.map(({ name, version, needs }) => reason("third-party", { name, version, needs })),
  ];
  return { distributions: environment.distributions.filter(({ inherited }) => !inherited), problems };
}
