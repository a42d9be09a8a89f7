import type { Environment } from "../model/environment.ts";
import type { Goal } from "../model/goal.ts";
import { counted, reason, type Reason } from "../model/reason.ts";
import { ailment } from "./ailment.ts";
import { fitOf } from "./fit.ts";
import { installedIn } from "./installed.ts";
import { newReader } from "./new-reader.ts";
import { pythonObjection } from "./standing.ts";

/** Names that are told before the rest is only counted. */
const TOLD = 3;

/** How an environment stands to a goal, in one reason: what is broken, in conflict or missing, else that it is satisfied. Asks no engine and looks at no further file. */
export function stateOf(
  environment: Environment,
  goal: Goal,
): { readonly holds: boolean; readonly because: Reason } {
  const reader = newReader();
  const objection = environment.broken ?? pythonObjection({ environment, goal, reader });
  if (objection !== undefined) return unmet(objection);
  const installed = installedIn(environment);
  const fit = fitOf(environment, installed, goal, reader);
  const { missing, clashes, unproven, project, asked, extraneous = [] } = fit;
  const unwell = goal.backend === "conda" ? ailment(fit, environment, installed) : undefined;
  if (unwell !== undefined) return unmet(unwell);
  const [clash] = clashes;
  if (clash !== undefined)
    return unmet(
      reason("conflict", { name: clash.name, installed: clash.installed, specifier: clash.specifier }),
    );
  if (missing.length > 0) return unmet(reason("lacks", { what: listed(missing.map(({ text }) => text)) }));
  if (unproven[0] !== undefined) return unmet(unproven[0].because);
  if (extraneous.length > 0) return unmet(reason("beside", { what: listed(extraneous) }));
  if (project === "absent") return unmet(reason("lacks", { what: "the project itself" }));
  if (project === "stale") return unmet(reason("project-changed", {}));
  return { holds: true, because: reason("satisfied", { what: counted(asked, "requirement") }) };
}

function unmet(because: Reason): { readonly holds: false; readonly because: Reason } {
  return { holds: false, because };
}

function listed(texts: readonly string[]): string {
  const rest = texts.length - TOLD;
  return texts.slice(0, TOLD).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
