import type { Status } from "../machine/machine.ts";
import { baseName, join, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { isProgram, isSourced } from "../standards/program.ts";
import { child } from "../survey/child.ts";
import type { StepContext } from "./context.ts";

/** Which files of an environment are what a step has put there. */
export type Placed = (at: AbsolutePath) => boolean;

/**
 * Gives back the permission to execute to programs that lost it, as when an engine links them out of a cache that somebody changed: content alone does not tell. Each is replaced by a
 * copy, so that no other environment that shares the file is changed. Says which, and gives whether there was any. `placedBy` is asked only then.
 */
export function freePrograms(
  prefix: AbsolutePath,
  placedBy: () => Placed,
  { bench, kept, report }: Pick<StepContext, "bench" | "kept" | "report">,
): boolean {
  if (bench.platform.os === "windows") return false;
  const folder = join(prefix, "bin");
  const locked = bench.names(folder).flatMap((name) => {
    const at = child(folder, name);
    const status = bench.status(at);
    return status?.kind === "file" && isLocked(status) && !isSourced(name) ? [{ at, status }] : [];
  });
  const programs = locked.filter(({ at }) => isProgram(bench.readBytes(at, Infinity) ?? new Uint8Array()));
  if (programs.length === 0) return false;
  const placed = placedBy();
  const freed = programs.filter(({ at }) => placed(at));
  if (freed.length === 0) return false;
  bench.makeFolder(kept, 0o700);
  const copy = join(kept, "program");
  for (const { at, status } of freed) {
    bench.copyFile(at, copy);
    bench.setMode(copy, executable(status.mode));
    bench.rename(copy, at);
  }
  const names = freed.map(({ at }) => baseName(at)).toSorted();
  report({ type: "warning", warning: reason("programs-freed", { names: names.join(", ") }) });
  return true;
}

function isLocked({ mode }: Status): boolean {
  return (mode & 0o111) === 0;
}

/** Whoever may read it may execute it. */
function executable(mode: number): number {
  return (mode & 0o777) | ((mode & 0o444) >> 2);
}
