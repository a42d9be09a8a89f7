import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { Engine } from "../../src/engines/engine.ts";
import { absolute, type AbsolutePath } from "../../src/model/path.ts";
import { ENGINE_INDEX } from "./engine-index.ts";
import { type Fault, indexServer, type IndexServer } from "./index-server.ts";
import { realPip, realUv, really, scratchFolder } from "./real-engine.ts";
import { option } from "./requirement.ts";
import { onPath } from "./tools.ts";

/** The Python that the tests of engines build on. */
export const PYTHON = absolute(onPath("python3") ?? "/usr/bin/python3");
const VERSION = spawnSync(PYTHON, ["-c", "import platform; print(platform.python_version())"], {
  encoding: "utf8",
}).stdout.trim();

/** Both engines keep the same promises; what they are asked for goes to an index on the loopback, with a cache of its own. */
export const ENGINES = [
  ["uv", (env: Readonly<Record<string, string | undefined>>) => realUv(env)],
  ["pip", (env: Readonly<Record<string, string | undefined>>) => realPip(VERSION, env)],
] as const;

/** An engine, its index, and a folder for what it makes. */
export interface Desk {
  readonly engine: Engine;
  readonly index: IndexServer;
  readonly folder: AbsolutePath;
  readonly options: ReturnType<typeof option>[];
}

/** A desk with an empty environment. */
export interface Place extends Desk {
  readonly prefix: AbsolutePath;
  readonly python: AbsolutePath;
}

/** The engine with an index and a cache of its own. */
export async function desk(make: (typeof ENGINES)[number][1], fault?: Fault): Promise<Desk> {
  const index = await indexServer(ENGINE_INDEX, fault);
  onTestFinished(() => index.close());
  const folder = scratchFolder();
  const { HOME, PATH } = process.env;
  const cache = join(folder, "cache");
  const engine = await make({
    HOME,
    PATH,
    UV_CACHE_DIR: cache,
    PIP_CACHE_DIR: cache,
    PIP_CONFIG_FILE: "/dev/null",
    UV_HTTP_RETRIES: "0",
    PIP_RETRIES: "0",
  });
  return { engine, index, folder, options: [option(`--index-url ${index.url}`)] };
}

/** The same with an empty environment, made by the engine. */
export async function place(make: (typeof ENGINES)[number][1]): Promise<Place> {
  const there = await desk(make);
  const prefix = absolute(join(there.folder, "env"));
  expect(await really(there.engine.create({ prefix, python: PYTHON, prompt: "--name" }))).toEqual({
    ok: true,
  });
  return { ...there, prefix, python: absolute(join(prefix, "bin/python")) };
}
