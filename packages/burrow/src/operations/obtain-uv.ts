import { converse } from "../engines/converse.ts";
import { fetchPinned, wheelAmong } from "../engines/fetch-pinned.ts";
import { firstUv, uvCandidates, uvFolder } from "../engines/find-uv.ts";
import { PINNED_UV } from "../engines/pinned.ts";
import { unpackWheel } from "../engines/unpack-wheel.ts";
import { BurrowError } from "../model/error.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { type AbsolutePath, baseName, join, parent } from "../model/path.ts";
import { distrust } from "../survey/trust.ts";
import type { Context } from "./context.ts";

/** A uv that answers as uv does. */
export interface FoundUv {
  readonly program: AbsolutePath;
  readonly version: string;
}

/** Pythons whose pip is tried for the fetch; one that works is nearly always the first. */
const PYTHONS_TRIED = 4;

/** The uv on PATH, else the one that burrow fetched before; undefined when there is none. Runs `uv --version` of trusted programs only. */
export function findUv({ machine, runner, folders, signal }: Context): Promise<FoundUv | undefined> {
  const trusts = (program: AbsolutePath): boolean => distrust(machine, program) === undefined;
  const candidates = uvCandidates(machine, join(folders.data, "engines"), trusts);
  return converse(firstUv(candidates, machine.env), runner, { signal });
}

/**
 * Fetches uv's wheel with the pip of a trusted Python and unpacks it into burrow's own folder: proven by a hash that burrow knows, never installed.
 * Throws `engine/unavailable` with what each Python said.
 */
export async function fetchUv(context: Context, interpreters: readonly Interpreter[]): Promise<FoundUv> {
  const { bench, runner, folders, machine, report, signal } = context;
  const engines = join(folders.data, "engines");
  const folder = uvFolder(engines);
  const scratch = join(folders.cache, `${baseName(folder)}-${context.now()}`);
  const said: string[] = [];
  report({ type: "progress", phase: "engine", message: `fetching uv ${PINNED_UV.version}`, percentage: 0 });
  try {
    for (const { executable } of interpreters
      .filter(({ unfit }) => unfit === undefined)
      .slice(0, PYTHONS_TRIED)) {
      bench.makeFolder(scratch, 0o700);
      const request = { python: executable, folder: scratch, env: machine.env, options: [] };
      const done = await converse(fetchPinned(PINNED_UV, request), runner, { signal });
      const wheel = done.ok
        ? wheelAmong(
            machine.list(scratch).map(({ name }) => name),
            PINNED_UV,
          )
        : undefined;
      const bytes =
        wheel === undefined ? undefined : machine.readBytes(join(scratch, wheel), 256 * 1024 * 1024);
      if (bytes === undefined) said.push(`${executable}: ${done.ok ? "no wheel came" : done.detail}`);
      else return await unpackUv(context, bytes, folder);
    }
  } finally {
    await bench.removeTree(scratch);
  }
  throw new BurrowError("engine/unavailable", `uv ${PINNED_UV.version} could not be fetched`, {
    because: said[0] ?? "there is no Python whose pip could fetch it",
    hint: "put uv on PATH, or use --engine pip",
    details: { said },
  });
}

/** Unpacks beside the final folder and renames: another burrow sees all of it or nothing. */
async function unpackUv(
  { bench, report }: Context,
  wheel: Uint8Array,
  folder: AbsolutePath,
): Promise<FoundUv> {
  const windows = bench.platform.os === "windows";
  const name = windows ? "uv.exe" : "uv";
  const program = (await unpackWheel(wheel, PINNED_UV.sha256)).find(({ path }) =>
    path.endsWith(`.data/scripts/${name}`),
  );
  if (program === undefined)
    throw new BurrowError("engine/unavailable", `the wheel of uv ${PINNED_UV.version} holds no program`);
  const partial = join(
    parent(folder),
    `${baseName(folder)}.partial-${bench.status(parent(folder))?.inode ?? 0}-${wheel.length}`,
  );
  await bench.removeTree(partial);
  bench.makeFolder(partial, 0o755);
  bench.writeFile(join(partial, name), program.bytes, 0o755);
  if (bench.status(folder) === undefined) bench.rename(partial, folder);
  else await bench.removeTree(partial);
  report({
    type: "progress",
    phase: "engine",
    message: `uv ${PINNED_UV.version} is at hand`,
    percentage: 100,
  });
  return { program: join(folder, name), version: PINNED_UV.version };
}
