import type { AbsolutePath } from "../model/path.ts";
import { stateOf, type StepContext } from "./context.ts";
import { walk, type Found } from "./walk.ts";

/** Makes a prefix durable, and gives what is in it: all but what is known to be: what was there before, and what was proven before, for which it was made durable then. */
export async function makeDurable(
  prefix: AbsolutePath,
  { bench, verified, before }: StepContext,
): Promise<readonly Found[]> {
  const found = await walk(bench, prefix, (path) => path === ".burrow");
  const isNew = ({ status }: Found) =>
    status.kind === "file" && !before.files.has(stateOf(status)) && verified.sha256(status) === undefined;
  await bench.syncAll(found.filter(isNew).map(({ at }) => at));
  const folders = found.filter(({ status }) => status.kind === "folder").map(({ at }) => at);
  await bench.syncAll([...folders, prefix]);
  return found;
}
