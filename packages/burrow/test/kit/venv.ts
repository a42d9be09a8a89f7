import { execFile, spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { cleanVariables } from "./e2e.ts";
import { pipFolder, UV } from "./tools.ts";

/** The program runs beside the test, which may be the index that it asks. */
const begin = (program: string, args: readonly string[], env: NodeJS.ProcessEnv) =>
  promisify(execFile)(program, args, { env });

/** An environment at `prefix`, made by uv and not by burrow, holding what the requirements resolve to. */
export async function makeVenv(
  prefix: string,
  {
    python,
    requirements = [],
    env = {},
    there = false,
  }: {
    readonly python: string;
    readonly requirements?: readonly string[];
    readonly env?: Readonly<Record<string, string | undefined>>;
    /** It is made already, and only filled. */
    readonly there?: boolean;
  },
): Promise<void> {
  const variables = { ...cleanVariables({ home: join(dirname(prefix), ".venv-home") }), ...env };
  const quiet = ["--quiet", "--no-config"];
  const make = ["venv", ...quiet, "--no-project", "--no-python-downloads", "--python", python, prefix];
  if (!there) await begin(UV, make, variables);
  if (requirements.length === 0) return;
  const into = ["--python", pythonOf(prefix), "--only-binary", ":all:"];
  await begin(UV, ["pip", "install", ...quiet, ...into, ...requirements], variables);
}

/** The same as people make one: `python -m venv`, with its pip inside, and that pip's `install`. */
export async function makeVenvWithPip(
  prefix: string,
  {
    python,
    requirements,
    env,
  }: {
    readonly python: string;
    readonly requirements: readonly string[];
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): Promise<void> {
  const variables = { ...cleanVariables({ home: join(dirname(prefix), ".venv-home") }), ...env };
  await begin(python, ["-m", "venv", prefix], variables);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  await begin(pythonOf(prefix), [...pip, ...requirements], variables);
}

/** The environment's own Python. */
export function pythonOf(prefix: string): string {
  return join(prefix, "bin", "python");
}

const FREEZE = `
import importlib.metadata as metadata
for line in sorted(f"{d.metadata['Name'].lower()}=={d.version}" for d in metadata.distributions()):
    print(line)
`;

/** What the environment's own Python says is installed, as sorted `name==version`: the oracle that shares no code with burrow. */
export function freeze(prefix: string): readonly string[] {
  return ask(pythonOf(prefix), ["-I", "-B", "-c", FREEZE], {})
    .split("\n")
    .filter((line) => line !== "");
}

/** What pip itself says is broken in an environment (`pip check`), a line each; nothing when all holds. */
export function pipCheck(prefix: string): readonly string[] {
  const args = ["-I", "-B", join(pipFolder("26.3"), "pip"), "--no-cache-dir", "check"];
  const { status, stdout, stderr } = spawnSync(pythonOf(prefix), args, { encoding: "utf8" });
  if (status === 0) return [];
  if (status !== 1 || stdout === "") throw new Error(`pip check: ${stdout}${stderr}`);
  return stdout.trim().split("\n");
}

/** Runs a program to its end and gives what it printed; a failure is an exception. */
function ask(program: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
  const run = spawnSync(program, args, { env: { ...env }, encoding: "utf8" });
  if (run.status !== 0)
    throw new Error(`${program} ${args.join(" ")}\n${run.stdout}${run.stderr}`, { cause: run.error });
  return run.stdout;
}
