import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { UV } from "./tools.ts";

/** One way to make an environment that is well. */
export interface Healthy {
  readonly name: string;
  readonly minor: string;
  readonly make: (prefix: string, python: string) => Promise<unknown>;
}

const quiet = ["--quiet", "--no-config", "--no-project", "--no-python-downloads"];
/** The program runs beside the test, which is the index that it asks. */
const run = (program: string, args: readonly string[]) => promisify(execFile)(program, args);
const uv =
  (...options: readonly string[]) =>
  (prefix: string, python: string) =>
    run(UV, ["venv", ...quiet, ...options, "--python", python, prefix]);
const venv =
  (...options: readonly string[]) =>
  (prefix: string, python: string) =>
    run(python, ["-I", "-m", "venv", "--without-pip", ...options, prefix]);

/** Installs what the index offers into an environment. */
export async function fill(prefix: string, requirements: readonly string[]): Promise<void> {
  const into = ["--python", join(prefix, "bin/python"), "--only-binary", ":all:"];
  await run(UV, ["pip", "install", "--quiet", "--no-config", ...into, ...requirements]);
}

const MINORS = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"] as const;

/** Thirty environments of different makers, Pythons and options. */
export const HEALTHY: readonly Healthy[] = [
  ...MINORS.flatMap((minor) => [
    { name: "venv", minor, make: venv() },
    { name: "venv --copies", minor, make: venv("--copies") },
    { name: "uv", minor, make: uv() },
  ]),
  ...(["3.9", "3.12", "3.13"] as const).flatMap((minor) => [
    { name: "venv --system-site-packages", minor, make: venv("--system-site-packages") },
    { name: "uv --relocatable", minor, make: uv("--relocatable") },
    { name: "uv --system-site-packages", minor, make: uv("--system-site-packages") },
    { name: "uv --link-mode copy --prompt", minor, make: uv("--prompt", "a prompt") },
  ]),
];
