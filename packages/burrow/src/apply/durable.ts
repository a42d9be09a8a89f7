import type { AbsolutePath } from "../model/path.ts";
import { stateOf, type StepContext } from "./context.ts";
import { walk, type Found } from "./walk.ts";

/** What lies in a prefix, but what burrow keeps there meanwhile. */
export function lookThrough(prefix: AbsolutePath, { bench }: StepContext): Promise<readonly Found[]> {
  return walk(bench, prefix, (path) => path === ".burrow");
}

/** Makes what was found in a prefix durable: all but what is known to be: what was there before, and what was proven before, for which it was made durable then. */
export async function makeDurable(
  prefix: AbsolutePath,
  found: readonly Found[],
  { bench, verified, before }: StepContext,
): Promise<void> {
  const isNew = ({ status }: Found) =>
    status.kind === "file" && !before.files.has(stateOf(status)) && verified.sha256(status) === undefined;
  await bench.syncAll(found.filter(isNew).map(({ at }) => at));
  const folders = found.filter(({ status }) => status.kind === "folder").map(({ at }) => at);
  await bench.syncAll([...folders, prefix]);
}
