import * as v from "valibot";
import type { Command, Runner } from "../machine/command.ts";
import type { Machine } from "../machine/machine.ts";
import type { Distribution } from "../model/distribution.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { recordOf } from "./installed-files.ts";

/** An import that failed. */
export interface ImportFailure {
  /** The distribution. */
  readonly name: string;
  /** The last line of the exception, or why there was none. */
  readonly detail: string;
}

/** Seconds that all imports together may take. */
const LIMIT = 120;

/** Imports each module in turn and writes down what happened after each, so that a crash names its module. */
const PROGRAM = `
import importlib, json, sys, traceback
answer, modules = sys.argv[1], json.loads(sys.argv[2])
said = []
def say():
    with open(answer, "w", encoding="utf-8") as file:
        json.dump(said, file)
for module in modules:
    said.append({"module": module, "detail": None})
    say()
    try:
        importlib.import_module(module)
        said[-1]["ok"] = True
    except BaseException as error:
        said[-1]["ok"] = False
        said[-1]["detail"] = traceback.format_exception_only(type(error), error)[-1].strip()
    say()
`;

const saidSchema = v.array(
  v.object({ module: v.string(), ok: v.optional(v.boolean()), detail: v.nullable(v.string()) }),
);

/** Variables that programs of an environment are given. */
const PASSED = [
  "PATH",
  "HOME",
  "LANG",
  "TMPDIR",
  "SYSTEMROOT",
  "LD_LIBRARY_PATH",
  "DYLD_LIBRARY_PATH",
] as const;

/** Imports the top modules of distributions once, all in one process (`-I`, no byte code); gives the first failure of each distribution. */
export async function checkImports(
  machine: Machine,
  runner: Runner,
  python: AbsolutePath,
  distributions: readonly Distribution[],
  signal: AbortSignal,
): Promise<readonly ImportFailure[]> {
  const owners = distributions.flatMap((distribution) =>
    topModules(machine, distribution).map((module) => ({ module, name: distribution.name })),
  );
  if (owners.length === 0) return [];
  const modules = owners.map(({ module }) => module);
  const output = await runner.run(command(machine, python, modules), { signal });
  signal.throwIfAborted();
  const said = read(output.files["answer"]);
  if (said === undefined)
    return [{ name: owners[0]?.name ?? "", detail: output.failure ?? "Python did not answer" }];
  const failed = said.filter(({ ok }) => ok !== true);
  const ended =
    output.failure ?? (output.signal === undefined ? "Python ended" : `Python ended by ${output.signal}`);
  return failed.flatMap(({ module, detail }) => {
    const owner = owners.find((one) => one.module === module);
    return owner === undefined ? [] : [{ name: owner.name, detail: detail ?? ended }];
  });
}

function command(machine: Machine, python: AbsolutePath, modules: readonly string[]): Command {
  const env = PASSED.flatMap((name) => {
    const value = machine.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    program: python,
    args: ["-I", "-B", "-c", PROGRAM, { scratch: "answer" }, JSON.stringify(modules)],
    reads: ["answer"],
    env: Object.fromEntries(env),
    limit: LIMIT,
  };
}

function read(text: string | undefined): v.InferOutput<typeof saidSchema> | undefined {
  try {
    return v.parse(saidSchema, JSON.parse(text ?? ""));
  } catch {
    return undefined;
  }
}

/** What some projects install beside what they are, by mistake. */
const BESIDE: ReadonlySet<string> = new Set([
  "test",
  "tests",
  "testing",
  "docs",
  "doc",
  "examples",
  "example",
  "benchmarks",
]);

/** What can be imported of a distribution: `top_level.txt` (setuptools) or the first parts of its RECORD's paths; private names left out. */
export function topModules(machine: Machine, distribution: Distribution): readonly string[] {
  const listed = machine.readText(join(distribution.info, "top_level.txt"));
  const names =
    listed === undefined
      ? (recordOf(machine, distribution) ?? []).flatMap(({ path }) => moduleOf(path) ?? [])
      : listed.split(/\r?\n/u).map((line) => line.trim());
  return [...new Set(names)]
    .filter((name) => /^[A-Za-z][A-Za-z0-9_]*$/u.test(name) && !BESIDE.has(name))
    .toSorted();
}

function moduleOf(path: string): string | undefined {
  const [first = "", second] = path.split("/");
  if (second !== undefined)
    return /^(?:__init__\.py|__init__\..+\.(?:so|pyd))$/u.test(second) ? first : undefined;
  return /^([^.]+)\.(?:py|(?:[^/]+\.)?(?:so|pyd))$/u.exec(first)?.[1];
}
