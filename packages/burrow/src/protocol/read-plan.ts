import { BurrowError } from "../model/error.ts";
import type { Plan } from "../model/plan.ts";
import { Mismatch } from "./codec.ts";
import { plan } from "./plan.ts";
import { shellWord } from "../model/shell-word.ts";

/** Reads a saved plan, every field checked; what is no plan of this version throws `plan/file`. `name` is what the person called the file. */
export function readPlan(text: string, name: string): Plan {
  try {
    return plan.decode(JSON.parse(text), "");
  } catch (cause) {
    if (!(cause instanceof Mismatch) && !(cause instanceof SyntaxError)) throw cause;
    throw new BurrowError("plan/file", `\`${name}\` is not a plan that can be read`, {
      because: cause.message,
      hint: `burrow plan --out ${shellWord(name)}`,
      cause,
    });
  }
}
