import type { Environment } from "../model/environment.ts";
import { type AbsolutePath, join, parent } from "../model/path.ts";
import type { PlannedEnvironment } from "../model/plan.ts";
import { reason } from "../model/reason.ts";
import { placeOf } from "../model/registry.ts";
import { FRESH, type SeenEnvironment } from "../registry/seen.ts";
import { fnvDigest } from "../standards/fnv.ts";
import type { Context } from "./context.ts";

/** What has to be known of an environment so that its use can be remembered. */
export type Used = SeenEnvironment;

/** A use of an environment. */
export interface Use {
  readonly environment: Used;
  /** The project that uses it; a script or a program of no project has none. */
  readonly root?: AbsolutePath;
  /** What it holds, where that was changed just now. */
  readonly changed?: Environment["distributions"];
}

/**
 * Remembers that a project uses an environment: at most once an hour, unless it was changed. When it was written down last is told by the time of an empty
 * file, so that a use which is no news costs one look. Never throws: a use that cannot be remembered is a warning and no failure.
 */
export async function rememberUse(context: Context, use: Use): Promise<void> {
  const { bench, folders } = context;
  const stamp = stampOf(folders.cache, placeOf(use.environment), use.root);
  if (isFresh(context, stamp) && use.changed === undefined) return;
  try {
    const { writeUse } = await import("./write-use.ts");
    const { warnings } = await writeUse(context, use);
    for (const warning of warnings) context.report({ type: "warning", warning });
    bench.makeFolder(join(stamp, ".."), 0o700);
    bench.writeFile(stamp, "", 0o600);
  } catch (cause) {
    const path = join(folders.data, "registry.json");
    const detail = cause instanceof Error ? cause.message : String(cause);
    context.report({ type: "warning", warning: reason("registry-not-written", { path, detail }) });
  }
}

/** The same for what a plan chose, which is looked into only when its use is news. */
export async function rememberChosen(
  context: Context,
  { prefix, generation }: Pick<PlannedEnvironment, "prefix" | "generation">,
  root: AbsolutePath,
): Promise<void> {
  const { machine, folders } = context;
  const place = generation === undefined ? machine.realPath(prefix) : parent(generation);
  if (place !== undefined && isFresh(context, stampOf(folders.cache, place, root))) return;
  const { inspectEnvironment } = await import("../survey/inspect/environment.ts");
  const environment = inspectEnvironment(machine, prefix);
  if (environment === undefined) return;
  await rememberUse(context, { environment, root });
}

/** Whether a use was written down within the hour. */
function isFresh({ bench, now }: Context, stamp: AbsolutePath): boolean {
  const written = bench.status(stamp)?.mtime;
  return written !== undefined && Math.abs(now() - Number(written / 1_000_000n)) < FRESH;
}

/** The file whose time tells it; `place` is that of the registry. */
function stampOf(cache: AbsolutePath, place: AbsolutePath, root: AbsolutePath | undefined): AbsolutePath {
  return join(cache, "uses", fnvDigest(`${place}\0${root ?? ""}`));
}
