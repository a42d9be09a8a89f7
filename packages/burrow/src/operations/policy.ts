import { BurrowError } from "../model/error.ts";
import { DEFAULT_POLICY, type Policy, type Reuse } from "../model/policy.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Settings } from "../model/settings.ts";
import type { PlanOptions } from "./options.ts";

const REUSE = ["never", "own", "enclosing", "shared", "machine"] as const satisfies readonly Reuse[];

/** The policy that holds: what was said on the command line over the settings. Throws `usage/bad-value` for a word that is none. */
export function policyOf(options: PlanOptions, settings: Settings, named?: AbsolutePath): Policy {
  const {
    reuse,
    isolate,
    adopt,
    exact,
    newest,
    allowGlobalPython,
    allowPipInConda,
    allowPostLink,
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
  const { allowGlobalPython: global, conflictTolerance, breaking, upgradeable, verifyImports } = settings;
  return {
    ...DEFAULT_POLICY,
    reuse: settings.reuse,
    allowGlobalPython: global,
    conflictTolerance,
    breaking,
    upgradeable,
    verifyImports,
    allowBuilds: [...settings.allowBuilds, ...(allowBuilds ?? [])],
    ...(reach && { reuse: reach }),
    ...(isolate !== undefined && { isolate }),
    ...(adopt !== undefined && { adopt }),
    ...(exact !== undefined && { exact }),
    ...(newest !== undefined && { newest }),
    ...(allowGlobalPython !== undefined && { allowGlobalPython }),
    ...(allowPipInConda !== undefined && { allowPipInConda }),
    ...(allowPostLink !== undefined && { allowPostLink }),
    ...(lenient === true && { conflictTolerance: "lenient" as const }),
    ...(engine !== undefined && { engine }),
    ...(offline !== undefined && { offline }),
    ...(named && { named }),
  };
}
