import { BurrowError } from "../model/error.ts";
import { join } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import { planJson } from "../protocol/documents.ts";
import { readPlan } from "../protocol/read-plan.ts";
import type { Context } from "./context.ts";

/** Saves a plan in a file of the person's choosing (`plan --out`), for `up FILE`. Throws `plan/file` when it cannot be written. */
export function savePlan({ bench, cwd }: Context, plan: Plan, file: string): void {
  try {
    bench.writeFile(join(cwd, file), `${JSON.stringify(planJson(plan), undefined, 2)}\n`, 0o600);
  } catch (cause) {
    throw new BurrowError("plan/file", `\`${file}\` could not be written`, {
      because: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

/** Reads a saved plan. Throws `plan/file` when it is none. */
export function loadPlan({ machine, cwd }: Context, file: string): Plan {
  const text = machine.readText(join(cwd, file));
  if (text === undefined) throw new BurrowError("plan/file", `\`${file}\` cannot be read`);
  return readPlan(text, file);
}

/** Whether an argument of `up` names a saved plan rather than a project: a regular file that ends in `.json`. */
export function isPlanFile({ machine, cwd }: Context, argument: string): boolean {
  return argument.endsWith(".json") && machine.target(join(cwd, argument))?.kind === "file";
}
