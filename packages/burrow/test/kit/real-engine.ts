import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { converse } from "../../src/engines/converse.ts";
import type { Engine, Talk } from "../../src/engines/engine.ts";
import { fetchPinned, wheelAmong } from "../../src/engines/fetch-pinned.ts";
import { firstUv } from "../../src/engines/find-uv.ts";
import { PINNED_UV, type Pinned, pinnedPipFor } from "../../src/engines/pinned.ts";
import { pipEngine } from "../../src/engines/pip/pip-engine.ts";
import { unpackWheel } from "../../src/engines/unpack-wheel.ts";
import { uvEngine } from "../../src/engines/uv/uv-engine.ts";
import { realRunner } from "../../src/machine/real-runner.ts";
import { absolute, type AbsolutePath } from "../../src/model/path.ts";
import { onPath, UV } from "./tools.ts";

/** Wheels and programs that the tests of engines fetch for themselves, kept between runs. */
const CACHE = join(tmpdir(), `burrow-engines-${userInfo().uid}`);

/** A new folder that is gone when the test is over. */
export function scratchFolder(): AbsolutePath {
  const folder = mkdtempSync(join(tmpdir(), "burrow-engine-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return absolute(folder);
}

/** Leads a talk with real programs; the limit of the test is its time limit. */
export async function really<Meaning>(
  talk: Talk<Meaning>,
  onLine?: (line: string) => void,
  onAgain: (detail: string) => void = () => {},
): Promise<Meaning> {
  const runner = realRunner({ scratch: absolute(join(tmpdir(), "burrow-engine-scratch")) });
  try {
    const signal = new AbortController().signal;
    return await converse(talk, runner, { signal, onAgain, ...(onLine !== undefined && { onLine }) });
  } finally {
    runner.close?.();
  }
}

/** uv with these variables: the one that `BURROW_TEST_UV` names, on PATH, or what the end-to-end tests have; else burrow's own fetch provides it. */
export async function realUv(env: Readonly<Record<string, string | undefined>>): Promise<Engine> {
  const candidates = [process.env["BURROW_TEST_UV"], onPath("uv"), UV]
    .filter((path) => path !== undefined && existsSync(path))
    .map((path) => absolute(path ?? ""));
  const found = (await really(firstUv(candidates, process.env))) ?? (await fetchedUv());
  return uvEngine({ ...found, env });
}

/** pip with these variables, from the pinned wheel for that Python. */
export async function realPip(
  python: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Engine> {
  const pinned = pinnedPipFor(python);
  return pipEngine({ home: absolute(await unpacked(pinned)), version: pinned.version, env });
}

async function fetchedUv() {
  const name = process.platform === "win32" ? "uv.exe" : "uv";
  const folder = await unpacked(PINNED_UV);
  return {
    program: absolute(join(folder, `uv-${PINNED_UV.version}.data`, "scripts", name)),
    version: PINNED_UV.version,
  };
}

/** The folder of a pinned program, unpacked once by burrow's own policy. */
async function unpacked(pinned: Pinned): Promise<string> {
  const folder = join(CACHE, `${pinned.name}-${pinned.version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true, mode: 0o700 });
  const partial = mkdtempSync(join(CACHE, "partial-"));
  for (const { path, bytes, executable } of await unpackWheel(
    readFileSync(await fetched(pinned)),
    pinned.sha256,
  )) {
    mkdirSync(dirname(join(partial, path)), { recursive: true });
    writeFileSync(join(partial, path), bytes, { mode: executable ? 0o755 : 0o644 });
  }
  moveOnce(partial, folder);
  return folder;
}

/** The wheel of a pinned program, fetched from the machine's own index once. */
async function fetched(pinned: Pinned): Promise<string> {
  const folder = join(CACHE, `wheel-${pinned.name}-${pinned.version}`);
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true, mode: 0o700 });
    const partial = absolute(mkdtempSync(join(CACHE, "partial-")));
    const python = absolute(onPath("python3") ?? "/usr/bin/python3");
    const request = { python, folder: partial, env: process.env, options: [] };
    const done = await really(fetchPinned(pinned, request));
    if (!done.ok) throw new Error(`${pinned.name} could not be fetched: ${done.detail}`);
    moveOnce(partial, folder);
  }
  return join(folder, wheelAmong(readdirSync(folder), pinned) ?? "");
}

/** Puts a folder at its place; another worker may have done the same a moment before. */
function moveOnce(partial: string, folder: string): void {
  try {
    renameSync(partial, folder);
  } catch (cause) {
    if (!existsSync(folder)) throw cause;
    rmSync(partial, { recursive: true });
  }
}
