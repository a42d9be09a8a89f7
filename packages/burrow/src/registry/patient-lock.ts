import { type Lock, type LockAttempt, tryLock } from "../machine/lock-file.ts";
import type { Processes } from "../machine/processes.ts";
import type { Workbench } from "../machine/workbench.ts";
import { BurrowError } from "../model/error.ts";
import type { AbsolutePath } from "../model/path.ts";

/** A lock on a file of burrow's own, which others hold for milliseconds. */
export interface PatientLock {
  /** The folder of the lock. */
  readonly folder: AbsolutePath;
  /** The file that it is for. */
  readonly path: AbsolutePath;
  /** How often a lock that is held is looked at again; after that its holder is taken to be stuck. */
  readonly patience: number;
  /** Called whenever somebody else holds it. */
  readonly waits?: () => void;
}

/** Waits for the lock. Throws `registry/locked` when it is not to be had, and the system's errors. */
export async function patientLock(
  bench: Workbench,
  processes: Processes,
  { folder, path, patience, waits }: PatientLock,
): Promise<Lock> {
  for (let looks = 0; ; looks += 1) {
    const attempt = tryLock(bench, folder, processes);
    if (attempt.kind === "taken") return attempt.lock;
    waits?.();
    if (looks >= patience) throw locked(attempt, path, folder);
    await new Promise((resolve) => setTimeout(resolve, 2 + Math.random() * 28));
  }
}

function locked(attempt: LockAttempt, path: AbsolutePath, folder: AbsolutePath): BurrowError {
  const because =
    attempt.kind === "held"
      ? `process ${attempt.holder.pid} holds its lock`
      : `its lock cannot be taken (${attempt.kind})`;
  return new BurrowError("registry/locked", `\`${path}\` is being written by another burrow`, {
    because,
    hint: `when no burrow runs: rm -r ${folder}`,
  });
}
