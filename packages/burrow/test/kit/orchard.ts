import { project, type Project, type ProjectOptions } from "./e2e.ts";
import { loopback, type Loopback, ORCHARD } from "./loopback.ts";
import type { EngineName } from "./tools.ts";

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/** A project beside an index of fruit. */
export async function orchardOf(
  engine: EngineName,
  files: Files,
  options: ProjectOptions = {},
): Promise<{ readonly here: Project; readonly index: Loopback }> {
  const index = await loopback(ORCHARD);
  return { here: project(files, { engine, ...options, env: { ...index.env, ...options.env } }), index };
}

/** How the plan judged the environment at the prefix. */
// oxlint-disable-next-line typescript/no-explicit-any -- a document as a foreign program reads it
export function judged(plan: any, prefix: string): any {
  return plan.candidates.find((candidate: { prefix: string }) => candidate.prefix === prefix);
}
