import type { Machine } from "../machine/machine.ts";
import type { Environment } from "../model/environment.ts";
import type { AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { inspectEnvironment } from "./inspect/environment.ts";
import { learner, type Learned } from "./inspect/learned.ts";
import { redirected } from "./redirected.ts";

/** What is at a place where an environment may be. `nothing` is no news; `problem` is something that should be one and is not. */
export type Look =
  | { readonly kind: "nothing" }
  | { readonly kind: "environment"; readonly environment: Environment }
  | { readonly kind: "problem"; readonly problem: Reason };

/** Judges one place; each real path is read once. */
export type LookAt = (path: AbsolutePath) => Look;

/** Looks at places and keeps what it read. A failure is that place's problem, never the end of the survey. */
export function looker(machine: Machine): LookAt {
  const known = new Map<AbsolutePath, Environment>();
  const learned = learner(machine);
  return (path) => {
    try {
      return lookAt(machine, path, known, learned);
    } catch (error) {
      return {
        kind: "problem",
        problem: reason("analysis-failed", {
          detail: error instanceof Error ? error.message : String(error),
        }),
      };
    }
  };
}

function lookAt(
  machine: Machine,
  path: AbsolutePath,
  known: Map<AbsolutePath, Environment>,
  learned: Learned,
): Look {
  if (machine.status(path) === undefined) return { kind: "nothing" };
  const prefix = redirected(machine, path);
  const realPrefix = machine.realPath(prefix);
  const seen = realPrefix && known.get(realPrefix);
  if (seen !== undefined) return { kind: "environment", environment: seen };
  const environment = inspectEnvironment(machine, prefix, learned);
  if (environment === undefined)
    return { kind: "problem", problem: reason("not-an-environment", { path: prefix }) };
  known.set(environment.realPrefix, environment);
  return { kind: "environment", environment };
}
