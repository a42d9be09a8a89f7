import type { Processes } from "../machine/processes.ts";
import type { Workbench } from "../machine/workbench.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { finishCollections, finishPurge, type Forget } from "./finish-collections.ts";
import { leavingIn } from "./going.ts";
import { takeLock } from "./lock.ts";
import { transactionPlace } from "./place.ts";
import { halfDone } from "./system-error.ts";

/** Which environment of a project goes: all of its generations and the links of the project that lead to them. */
interface Purged {
  readonly root: AbsolutePath;
  readonly name: string;
}

/**
 * Removes an environment that burrow made. `before` is called with the lock held and throws when it must stay after all, `forget` once its files are gone. One rename takes
 * it from there; what is cut off after that is finished by the next change, and by `recover`. Throws `apply/locked` and the system's errors with nothing removed, and `apply/needs-recovery`.
 */
export async function purgeEnvironment(
  { root, name }: Purged,
  {
    bench,
    processes,
    before,
    forget,
  }: {
    readonly bench: Workbench;
    readonly processes: Processes;
    readonly before: () => Promise<void>;
    readonly forget: Forget;
  },
): Promise<void> {
  const place = transactionPlace(join(root, ".burrow"));
  const lock = takeLock(bench, place, processes);
  let begun = false;
  try {
    await finishCollections(bench, place.folder, forget);
    await before();
    const leaving = leavingIn(place.folder, name);
    bench.rename(leaving.environment, leaving.aside);
    begun = true;
    await finishPurge(bench, leaving, forget);
  } catch (cause) {
    throw begun ? halfDone(`the environment \`${name}\` of \`${root}\` is only half removed`, cause) : cause;
  } finally {
    lock.release();
  }
}
