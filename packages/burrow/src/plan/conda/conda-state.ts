import type { Environment } from "../../model/environment.ts";
import type { Goal } from "../../model/goal.ts";
import { counted, reason, type Reason } from "../../model/reason.ts";
import type { Reader } from "../reader.ts";
import { type CondaFit, condaFit, holds } from "./conda-fit.ts";

/** Why a prefix does not hold what is asked for; undefined when it does. */
export function condaWant({ ailment, clashes, missing, pip }: CondaFit): Reason | undefined {
  const [clash] = clashes;
  if (ailment !== undefined) return ailment;
  if (clash !== undefined)
    return reason("conflict", { name: clash.name, installed: clash.installed, specifier: clash.specifier });
  const lacking = [...missing, ...pip];
  if (lacking.length === 0) return undefined;
  return lacking.length > 3
    ? reason("missing", { what: counted(lacking.length, "package") })
    : reason("lacks", { what: lacking.join(", ") });
}

/** How a conda prefix stands to a goal, in one reason. */
export function condaState(
  environment: Environment,
  goal: Goal,
  reader: Reader,
): { readonly holds: boolean; readonly because: Reason } {
  const fit = condaFit(environment, goal, reader);
  const because = condaWant(fit) ?? reason("satisfied", { what: counted(fit.asked, "requirement") });
  return { holds: holds(fit), because };
}
