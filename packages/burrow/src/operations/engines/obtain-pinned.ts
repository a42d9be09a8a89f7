import { converse } from "../../engines/converse.ts";
import { fetchPinned, wheelAmong } from "../../engines/fetch-pinned.ts";
import type { Pinned } from "../../engines/pinned.ts";
import type { WheelFile } from "../../engines/unpack-wheel.ts";
import { BurrowError } from "../../model/error.ts";
import type { Interpreter } from "../../model/interpreter.ts";
import { type AbsolutePath, baseName, join, parent } from "../../model/path.ts";
import type { Context } from "../context.ts";

/** Pythons whose pip is tried for a fetch; one that works is nearly always the first. */
const PYTHONS_TRIED = 4;
/** The most bytes that a wheel of a pinned program has. */
const MOST = 256 * 1024 * 1024;

/** What of a wheel becomes which file, its path below the folder to be; undefined leaves it out. */
export type Choose = (file: WheelFile) => string | undefined;

/**
 * Has a pinned program in a folder of burrow's own: fetched as a wheel by the pip of a trusted Python, proven by a hash that burrow knows, unpacked, never installed.
 * Another burrow sees the whole folder or none. Throws `engine/unavailable` with what each Python said.
 */
export async function obtainPinned(
  context: Context,
  pinned: Pinned,
  folder: AbsolutePath,
  interpreters: readonly Interpreter[],
  choose: Choose,
): Promise<void> {
  const { bench, folders, report, now } = context;
  const title = `${pinned.name} ${pinned.version}`;
  const scratch = join(folders.cache, `${baseName(folder)}-${process.pid}-${now()}`);
  report({ type: "progress", phase: "engine", message: `fetching ${title}`, percentage: 0 });
  try {
    const wheel = await fetchWheel(context, pinned, scratch, interpreters);
    const { unpackWheel } = await import("../../engines/unpack-wheel.ts"); // only who fetches something opens archives
    const files = (await unpackWheel(wheel, pinned.sha256)).flatMap((file) => {
      const path = choose(file);
      return path === undefined ? [] : [{ ...file, path }];
    });
    if (files.length === 0)
      throw new BurrowError("engine/unavailable", `the wheel of ${title} does not hold what is needed`);
    const partial = join(parent(folder), `.${baseName(scratch)}`);
    for (const { path, bytes, executable } of files) {
      const target = join(partial, ...path.split("/"));
      bench.makeFolder(parent(target), 0o755);
      bench.writeFile(target, bytes, executable ? 0o755 : 0o644);
    }
    if (bench.status(folder) === undefined) bench.rename(partial, folder);
    else await bench.removeTree(partial);
  } finally {
    await bench.removeTree(scratch);
  }
  report({ type: "progress", phase: "engine", message: `${title} is at hand`, percentage: 100 });
}

/** The wheel from the index that the person's settings name, by the first pip that gets it. */
async function fetchWheel(
  { bench, machine, runner, signal }: Context,
  pinned: Pinned,
  scratch: AbsolutePath,
  interpreters: readonly Interpreter[],
): Promise<Uint8Array> {
  const said: string[] = [];
  for (const { executable, unfit } of interpreters.slice(0, PYTHONS_TRIED * 2)) {
    if (unfit !== undefined || said.length >= PYTHONS_TRIED) continue;
    bench.makeFolder(scratch, 0o700);
    const request = { python: executable, folder: scratch, env: machine.env, options: [] };
    const done = await converse(fetchPinned(pinned, request), runner, { signal });
    if (!done.ok) {
      said.push(`${executable}: ${done.detail}`);
      continue;
    }
    const names = machine.list(scratch).map(({ name }) => name);
    const wheel = wheelAmong(names, pinned);
    const bytes = wheel === undefined ? undefined : machine.readBytes(join(scratch, wheel), MOST);
    if (bytes !== undefined) return bytes;
    said.push(`${executable}: no wheel came`);
  }
  throw new BurrowError("engine/unavailable", `${pinned.name} ${pinned.version} could not be fetched`, {
    because: said[0] ?? "there is no Python whose pip could fetch it",
    hint: `put ${pinned.name} on PATH, or say where the index is (PIP_INDEX_URL)`,
    details: { said },
  });
}
