import type { Environment } from "../model/environment.ts";
import type { Goal, GoalRequirement } from "../model/goal.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Clash, Fit, Missing, Unproven } from "./fit-result.ts";
import type { Installed } from "./installed.ts";
import { proof } from "./proof.ts";
import type { Reader } from "./reader.ts";

/** Compares an environment with recorded content: each distribution at its version and nothing beside. What they require of each other is as it was recorded. */
export function exactFit(environment: Environment, installed: Installed, goal: Goal, reader: Reader): Fit {
  const missing: Missing[] = [];
  const clashes: Clash[] = [];
  const unproven: Unproven[] = [];
  const unmet: GoalRequirement[] = [];
  const needed = new Set<string>();
  for (const requirement of goal.requirements) {
    const { name, text, specifier } = requirement;
    const found = installed.get(name);
    if (found === undefined || found.inherited) {
      missing.push({ name, text });
      unmet.push(requirement);
      continue;
    }
    needed.add(name);
    const doubt = proof(found, requirement, environment) ?? cameFromElsewhere(requirement, found);
    if (!isAt(specifier, found.version, reader))
      clashes.push({ name, installed: found.version, specifier, text });
    else if (doubt !== undefined) unproven.push({ requirement, because: doubt });
    else continue;
    unmet.push(requirement);
  }
  const asked = new Set(goal.requirements.map(({ name }) => name));
  const extraneous = [...installed.values()].filter(({ name, inherited }) => !inherited && !asked.has(name));
  return {
    missing,
    clashes,
    unproven,
    unmet,
    needed,
    asked: goal.requirements.length,
    project: "none",
    warnings: [],
    extraneous: extraneous.map(({ name }) => name).toSorted(),
  };
}

/** `==1.0` alone would also take `1.0+local` (PEP 440). */
function isAt(specifier: string, version: string, reader: Reader): boolean {
  if (specifier === "") return true;
  const wanted = specifier.slice("==".length);
  return wanted === version || reader.sameVersion(wanted, version);
}

/** What came from an index then has to come from there again, and not from a folder of its name. */
function cameFromElsewhere(
  { name, url, editable }: GoalRequirement,
  { version, directUrl, editable: folder }: Parameters<typeof proof>[0],
): Reason | undefined {
  if (url !== undefined || editable !== undefined || (directUrl === undefined && folder === undefined))
    return undefined;
  const detail = `it came from ${directUrl?.url ?? folder ?? ""}`;
  return reason("unproven", { name, version, detail });
}
