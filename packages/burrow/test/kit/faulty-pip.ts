import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ProjectOptions } from "./e2e.ts";
import { type Act, type Fault, faultyUv } from "./faulty-uv.ts";
import { pythonCopy } from "./python-copy.ts";
import { type EngineName, pipFolder, somePython } from "./tools.ts";

/** The engine that does something else at one act, as options of a project, and the file that is there once it hangs. */
export function faultyEngine(
  engine: EngineName,
  act: Act,
  fault: Fault,
): { readonly options: ProjectOptions; readonly hangs: string } {
  if (engine === "uv") {
    const shim = faultyUv(act, fault);
    return { options: { engine, programs: [shim] }, hangs: `${shim}.hangs` };
  }
  const folder = mkdtempSync(join(tmpdir(), "burrow-pip-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const hangs = join(folder, "hangs");
  const options =
    act === "create"
      ? { engine, python: faultyVenv(FAULTS[fault](hangs)) }
      : { engine, pip: faultyPip(folder, act, FAULTS[fault](hangs)) };
  return { options, hangs };
}

const SAYING = 'print("ERROR: No space on this shelf", file=sys.stderr); sys.exit(2)';
const KILLING = "os.killpg(os.getpgid(os.getppid()), 9); os.kill(os.getpid(), 9)";

/** A line of Python for each fault, with `REAL` for the act itself. */
const FAULTS: Readonly<Record<Fault, (hangs: string) => string>> = {
  fail: () => SAYING,
  "fail-after": () => `REAL(); ${SAYING}`,
  hang: (file) => `open(${JSON.stringify(file)}, "w").close(); time.sleep(60)`,
  die: () => KILLING,
  "die-after": () => `REAL(); ${KILLING}`,
};

/** A pip that is the real one but for one act: the folder of an unpacked pip. */
function faultyPip(folder: string, act: Exclude<Act, "create">, line: string): string {
  const when = {
    fetch: 'ARGS[0] == "download"',
    install: 'ARGS[0] == "install" and "--dry-run" not in ARGS',
  };
  mkdirSync(join(folder, "pip"));
  writeFileSync(
    join(folder, "pip", "__main__.py"),
    `import os, subprocess, sys, time
ARGS = sys.argv[1:]
home = ${JSON.stringify(pipFolder("25.0.1"))} if sys.version_info < (3, 10) else ${JSON.stringify(pipFolder("26.3"))}
PIP = [sys.executable, "-I", os.path.join(home, "pip"), *ARGS]
REAL = lambda: subprocess.call(PIP)
if ${when[act]}:
    ${line}
os.execv(sys.executable, PIP)
`,
  );
  return folder;
}

/** A Python whose `venv` is faulty. */
function faultyVenv(line: string): string {
  const text = `import os, sys, time, venv\nREAL = venv.main\n${line}\n`;
  return pythonCopy(somePython(), { files: { "venv/__main__.py": text } });
}
