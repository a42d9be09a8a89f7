import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ProjectOptions } from "./e2e.ts";
import { type Act, type Fault, faultyUv } from "./faulty-uv.ts";
import { pythonCopy } from "./python-copy.ts";
import { type EngineName, pipFolder, somePython } from "./tools.ts";

/** The faults that leave burrow itself alone. */
type OwnFault = Extract<Fault, "fail" | "fail-after">;

/** The engine that fails at one act, as options of a project. */
export function faultyEngine(engine: EngineName, act: Act, fault: OwnFault): ProjectOptions {
  if (engine === "uv") return { engine, programs: [faultyUv(act, fault)] };
  if (act === "create") return { engine, python: faultyVenv(fault) };
  return { engine, pip: faultyPip(act, fault) };
}

const SAYING = 'print("ERROR: No space on this shelf", file=sys.stderr); sys.exit(2)';

/** A pip that is the real one but for one act: the folder of an unpacked pip. */
function faultyPip(act: Exclude<Act, "create">, fault: OwnFault): string {
  const folder = mkdtempSync(join(tmpdir(), "burrow-pip-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const when = {
    fetch: 'ARGS[0] == "download"',
    install: 'ARGS[0] == "install" and "--dry-run" not in ARGS',
  };
  mkdirSync(join(folder, "pip"));
  writeFileSync(
    join(folder, "pip", "__main__.py"),
    `import os, subprocess, sys
ARGS = sys.argv[1:]
home = ${JSON.stringify(pipFolder("25.0.1"))} if sys.version_info < (3, 10) else ${JSON.stringify(pipFolder("26.3"))}
REAL = [sys.executable, "-I", os.path.join(home, "pip"), *ARGS]
if ${when[act]}:
    ${fault === "fail-after" ? "subprocess.call(REAL); " : ""}${SAYING}
os.execv(sys.executable, REAL)
`,
  );
  return folder;
}

/** A Python whose `venv` fails. */
function faultyVenv(fault: OwnFault): string {
  const text = `import sys, venv\n${fault === "fail-after" ? "venv.main()\n" : ""}${SAYING}\n`;
  return pythonCopy(somePython(), { files: { "venv/__main__.py": text } });
}
