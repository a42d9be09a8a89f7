import * as v from "valibot";
import { engineEnvironment } from "../engines/environment.ts";
import type { Runner } from "../machine/command.ts";
import type { Machine } from "../machine/machine.ts";
import type { AbsolutePath } from "../model/path.ts";

/** What a whole Python has and a broken build lacks: extension modules that need a library of their own, and what makes environments. */
const NEEDED = ["ctypes", "ensurepip", "sqlite3", "ssl", "venv", "zlib"] as const;

/** Prints the names that cannot be imported, one a line. */
const IMPORTS = `
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except Exception:
        print(name)
`;

const answerSchema = v.object({ version: v.string(), implementation: v.string() });

/** Starts an unpacked Python: why it does not serve, or undefined when it is the version that was expected and its library is whole. */
export async function pythonFault(
  machine: Machine,
  runner: Runner,
  executable: AbsolutePath,
  expected: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const probed = await machine.probe(executable, signal);
  if (!probed.ok) return probed.detail;
  const answer = v.safeParse(answerSchema, probed.answer);
  if (!answer.success) return "it does not answer as a Python does";
  if (answer.output.version !== expected) return `it is Python ${answer.output.version}, not ${expected}`;
  const { status, stdout, failure } = await runner.run(
    {
      program: executable,
      args: ["-I", "-B", "-c", IMPORTS, ...NEEDED],
      env: engineEnvironment(machine.env),
      limit: 60,
    },
    { signal },
  );
  signal.throwIfAborted();
  if (status !== 0) return failure ?? `it ended with ${status ?? "a signal"} while it imported its library`;
  const missing = stdout.split(/\r?\n/u).filter((line) => (NEEDED as readonly string[]).includes(line));
  return missing.length === 0 ? undefined : `it cannot import ${missing.join(", ")}`;
}
