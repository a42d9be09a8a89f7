import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { cleanVariables } from "./e2e.ts";
import { CACHE, findPython, ROOT, somePython, UV } from "./tools.ts";

/** An environment that a survey has to find, as its maker tells it. */
export interface Expected {
  readonly prefix: string;
  readonly kind: string;
  readonly version?: string;
  readonly project?: string;
  readonly aliases?: readonly string[];
}

/** The home that the tools themselves made; it takes half a minute and a network once, and is kept. */
export const REAL_HOME = join(CACHE, "homes/real");

/** The same for tests that install into its environments. */
export const FILLED_HOME = join(CACHE, "homes/filled");

/** What there is to find in a real home, and in copies of it of as many environments as asked. */
export function homes(
  many: readonly { readonly home: string; readonly count: number }[],
  real = REAL_HOME,
): Readonly<Record<string, readonly Expected[]>> {
  const pythons = [somePython(), findPython("3.9") ?? somePython()].map((executable) => ({
    executable,
    version: versionOf(executable),
  }));
  const order = {
    real,
    tools: join(CACHE, "survey-tools"),
    uv: UV,
    pythons,
    env: cleanVariables({ home: join(CACHE, "homes") }),
    many,
  };
  const program = join(ROOT, "bench/homes.mjs");
  const printed = execFileSync(process.execPath, [program, JSON.stringify(order)], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed) as Readonly<Record<string, readonly Expected[]>>;
}

function versionOf(python: string): string {
  return execFileSync(python, ["-c", "import sys; print(sys.version.split()[0])"], {
    encoding: "utf8",
  }).trim();
}
