import { BurrowError } from "../model/error.ts";
import { DEFAULT_POLICY, type Policy, type Reuse } from "../model/policy.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { PlanOptions } from "./options.ts";

const REUSE = ["never", "own", "enclosing", "shared", "machine"] as const satisfies readonly Reuse[];

/** The policy that holds: what was said on the command line over the defaults. Throws `usage/bad-value` for a word that is none. */
export function policyOf(options: PlanOptions, named?: AbsolutePath): Policy {
  const {
    reuse,
    isolate,
    adopt,
    exact,
    allowGlobalPython,
    allowPipInConda,
    lenient,
    allowBuilds,
    engine,
    offline,
  } = options;
  const reach = REUSE.find((word) => word === reuse);
  if (reuse !== undefined && reach === undefined)
    throw new BurrowError("usage/bad-value", `\`--reuse ${reuse}\` is none of the known words`, {
      hint: `one of ${REUSE.join(", ")}`,
    });
  return {
    ...DEFAULT_POLICY,
    ...(reach && { reuse: reach }),
    ...(isolate !== undefined && { isolate }),
    ...(adopt !== undefined && { adopt }),
    ...(exact !== undefined && { exact }),
    ...(allowGlobalPython !== undefined && { allowGlobalPython }),
    ...(allowPipInConda !== undefined && { allowPipInConda }),
    ...(lenient === true && { conflictTolerance: "lenient" as const }),
    ...(allowBuilds && { allowBuilds }),
    ...(engine !== undefined && { engine }),
    ...(offline !== undefined && { offline }),
    ...(named && { named }),
  };
}
