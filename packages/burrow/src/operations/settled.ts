import type { Environment } from "../model/environment.ts";
import type { Context } from "./context.ts";
import { recoverEnvironment } from "./recover-at.ts";
import { showEnvironment } from "./show.ts";

/** The environment that is meant, for who writes down what it holds: what was interrupted there is brought to an end first. Throws what `showEnvironment` and `recover` throw. */
export async function settledEnvironment(context: Context, subject?: string): Promise<Environment> {
  const found = await showEnvironment(context, subject);
  return (await recoverEnvironment(context, found.prefix)) ? showEnvironment(context, subject) : found;
}
