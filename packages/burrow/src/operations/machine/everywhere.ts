import type { Environment } from "../../model/environment.ts";
import { isInside, join, type AbsolutePath } from "../../model/path.ts";
import { snapshotsIn } from "../../registry/snapshots.ts";
import { inspectEnvironment } from "../../survey/inspect/environment.ts";
import type { Context } from "../context.ts";
import { lookAtMachine } from "./machine.ts";

/** Every environment that is to be had again: those of the machine (or below the given folders), and those that burrow keeps states of, read with all that they hold. */
export async function everyEnvironment(
  context: Context,
  below?: readonly AbsolutePath[],
): Promise<readonly Environment[]> {
  const { bench, machine, folders } = context;
  const { survey } = await lookAtMachine(context, below === undefined ? {} : { searchPaths: below });
  const tracked = snapshotsIn(bench, folders.data)
    .prefixes()
    .filter((prefix) => below === undefined || below.some((folder) => isInside(prefix, folder)));
  const found = new Map<AbsolutePath, Environment>();
  for (const prefix of [...survey.environments.map((one) => one.prefix), ...tracked]) {
    const real = machine.realPath(prefix);
    if (real === undefined || found.has(real)) continue;
    const environment = inspectEnvironment(machine, prefix);
    if (environment === undefined || isOf(environment)) continue;
    found.set(real, environment);
  }
  return [...found.values()].toSorted((one, other) => (one.prefix < other.prefix ? -1 : 1));
}

/** A base interpreter is a Python and no environment; of a project's generations only the current one counts, by its link. */
function isOf({ kind, prefix, generation }: Environment): boolean {
  return (
    kind === "base" || kind === "conda-base" || (generation !== undefined && prefix === generation.folder)
  );
}

/** burrow's own settings of the user. */
export function settingsFile({ folders }: Pick<Context, "folders">): AbsolutePath {
  return join(folders.config, "burrow.toml");
}
