import { type AbsolutePath, parent } from "./path.ts";
import { reason, type Reason } from "./reason.ts";

/** A program that comes first on PATH and is not what a person means. */
export interface WrongProgram {
  readonly command: string;
  readonly path: AbsolutePath;
  readonly problem: Reason;
}

/** Some, at least one. */
export type Some<One> = readonly [One, ...One[]];

/** Groups programs that are wrong for one cause: those of one folder, but for links to nothing, each of which is its own, and a version that is another's for all. */
export function byCause<One extends WrongProgram>(wrong: readonly One[]): readonly Some<One>[] {
  const groups = new Map<string, Some<One>>();
  for (const one of wrong) {
    const key = keyOf(one);
    const before = groups.get(key);
    groups.set(key, before === undefined ? [one] : [...before, one]);
  }
  return [...groups.values()];
}

function keyOf({ path, problem: { code, params } }: WrongProgram): string {
  if (code === "broken-winner") return `${code} ${path}`;
  return code === "pin-drift" ? JSON.stringify([code, params]) : `${code} ${parent(path)}`;
}

/** What is wrong with programs that are so for one cause, in one sentence. */
export function causeOf([first, ...more]: Some<WrongProgram>): Reason {
  const { problem, path, command } = first;
  if (more.length === 0) return problem;
  const names = [command, ...more.map((one) => one.command)].map((name) => `\`${name}\``);
  const commands = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const folder = parent(path);
  if (problem.code === "shadowed")
    return reason("shadowed-all", { active: problem.params["active"] ?? "", commands, folder });
  return problem.code === "no-version-set" ? reason("no-version-set-all", { commands, folder }) : problem;
}
