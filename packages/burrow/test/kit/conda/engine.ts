import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { CondaEngine } from "../../../src/engines/conda/conda-engine.ts";
import { rattlerEngine } from "../../../src/engines/conda/rattler/rattler-engine.ts";
import { absolute, type AbsolutePath } from "../../../src/model/path.ts";
import type { CondaQuestion } from "../../../src/model/resolve.ts";
import { somePython } from "../tools.ts";
import { rattlerHome } from "./channel.ts";

/** py-rattler with a cache that nothing else fills. */
export function realRattler(python: string = somePython()): CondaEngine & { readonly cache: AbsolutePath } {
  const cache = absolute(mkdtempSync(join(tmpdir(), "burrow-rattler-cache-")));
  onTestFinished(() => rmSync(cache, { recursive: true, force: true }));
  const engine = rattlerEngine({
    version: "0.28.0",
    home: absolute(rattlerHome()),
    python: absolute(python),
    cache,
    env: { ...process.env, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" },
    offline: false,
  });
  return { ...engine, cache };
}

/** A question for an empty prefix, laid over with what is given. */
export function condaQuestion(given: Partial<CondaQuestion>): CondaQuestion {
  return {
    kind: "resolve-conda",
    key: "test",
    mode: "fresh",
    channels: [],
    specs: [],
    constraints: [],
    installed: [],
    free: [],
    ...given,
  };
}
