import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type IndexFile, indexServer, type IndexServer } from "./index-server.ts";
import { wheel, type WheelRecipe } from "./wheel.ts";

/** An index of generated wheels, and the variables that make it the only one. */
export interface Loopback extends IndexServer {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The SHA-256 of a file that it serves, in hex. */
  hashOf(filename: string): string;
}

/** Serves the wheels, and other files, until the test ends, with an engine cache that nothing else fills. */
export async function loopback(
  recipes: readonly WheelRecipe[],
  files: readonly IndexFile[] = [],
): Promise<Loopback> {
  const wheels = recipes.map((recipe) => wheel(recipe));
  const server = await indexServer([...wheels, ...files]);
  const cache = mkdtempSync(join(tmpdir(), "burrow-cache-"));
  onTestFinished(async () => {
    await server.close();
    rmSync(cache, { recursive: true, force: true });
  });
  return {
    ...server,
    env: indexVariables(server.url, cache),
    hashOf: (name) => wheels.find(({ filename }) => filename === name)?.sha256 ?? "",
  };
}

/** An index that nobody answers at. */
export const NO_INDEX: Readonly<Record<string, string | undefined>> = indexVariables(
  "http://127.0.0.1:9/simple/",
);

function indexVariables(url: string, cache?: string): Readonly<Record<string, string | undefined>> {
  return {
    UV_DEFAULT_INDEX: url,
    PIP_INDEX_URL: url,
    PIP_FIND_LINKS: undefined,
    UV_FIND_LINKS: undefined,
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
    ...(cache !== undefined && { UV_CACHE_DIR: cache }),
  };
}

const PEAR = `__version__ = "1.1"\n\ndef main():\n    print("a pear")\n`;

/** A small orchard: `pie` needs apples below 3, `tart` any pear. */
export const ORCHARD: readonly WheelRecipe[] = [
  { name: "apple", version: "1.0" },
  { name: "apple", version: "2.0" },
  { name: "apple", version: "3.0" },
  { name: "pear", version: "1.0" },
  { name: "pear", version: "1.1", scripts: { pear: "pear:main" }, files: { "pear.py": PEAR } },
  { name: "plum", version: "0.9", requires: ["pear>=1.0"] },
  { name: "pie", version: "1.0", requires: ["apple<3"] },
  { name: "tart", version: "1.0", requires: ["pear"] },
];
