import { type Holder, type Lock, type LockAttempt, lockBefore, tryLock } from "../machine/lock-file.ts";
import type { Machine } from "../machine/machine.ts";
import type { Processes } from "../machine/processes.ts";
import type { Workbench } from "../machine/workbench.ts";
import { BurrowError } from "../model/error.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { TransactionPlace } from "./place.ts";

export type { Lock };

/** Takes the one lock of a transaction folder, or throws `apply/locked` with its holder's pid. The lock of a process that is gone is taken over. */
export function takeLock(bench: Workbench, place: TransactionPlace, processes: Processes): Lock {
  const attempt = tryLock(bench, place.folder, processes);
  if (attempt.kind === "taken") return attempt.lock;
  throw refusalOf(place, attempt);
}

/** What `takeLock` would throw now, for who only looks; undefined when it would get the lock. */
export function lockRefusal(
  machine: Machine,
  place: TransactionPlace,
  processes: Processes,
): BurrowError | undefined {
  const attempt = lockBefore(machine, place.folder, processes);
  return attempt && refusalOf(place, attempt);
}

function refusalOf(
  place: TransactionPlace,
  attempt: Exclude<LockAttempt, { readonly kind: "taken" }>,
): BurrowError {
  switch (attempt.kind) {
    case "held":
      return locked(place, attempt.holder);
    case "link":
      return foreign(place.folder);
    case "busy":
      return locked(place, undefined);
    case "unreadable":
      return unreadable(attempt.path);
  }
}

function locked({ guarded }: TransactionPlace, holder: Holder | undefined): BurrowError {
  return new BurrowError("apply/locked", `\`${guarded}\` is being changed by another burrow`, {
    ...(holder !== undefined && {
      because: `process ${holder.pid} holds its lock`,
      details: { pid: holder.pid },
    }),
    hint: "wait until it is done, then run the command again",
  });
}

function foreign(folder: AbsolutePath): BurrowError {
  return new BurrowError("apply/rolled-back", `\`${folder}\` is a link, so nothing was changed`, {
    because: "burrow keeps its journals in a folder of its own",
  });
}

function unreadable(path: AbsolutePath): BurrowError {
  return new BurrowError("apply/locked", `the lock \`${path}\` cannot be read`, {
    because: "it is empty or not of burrow's making",
    hint: `when no burrow runs here: rm ${path}`,
  });
}
