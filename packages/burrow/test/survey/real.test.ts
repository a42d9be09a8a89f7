import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { afterAll, describe, expect, test } from "vitest";
import { realMachine } from "../../src/machine/real-machine.ts";
import { absolute, join, type AbsolutePath } from "../../src/model/path.ts";
import { inspectEnvironment } from "../../src/survey/inspect/environment.ts";
import { interpretersOf } from "../../src/survey/interpreters.ts";
import { recordProblems } from "../../src/survey/records.ts";
import { findPython, onPath, somePython, UV } from "../kit/tools.ts";

const SCRATCH = absolute(realpathSync(mkdtempSync(`${tmpdir()}/burrow-survey-`)));
afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

/** What a Python says of itself and of what it sees; the oracle. */
const TELL = `
import importlib.metadata as metadata, json, sys
names = sorted({(d.metadata["Name"] or "").lower().replace("_", "-").replace(".", "-") + " " + d.version for d in metadata.distributions()})
print(json.dumps({"version": sys.version.split()[0], "base": sys.base_prefix, "names": names, "prefix": sys.prefix}))
`;

interface Told {
  readonly version: string;
  readonly base: string;
  readonly prefix: string;
  readonly names: readonly string[];
}

function tell(python: string): Told {
  return JSON.parse(
    execFileSync(python, ["-B", "-c", TELL], { encoding: "utf8", env: { HOME: homedir() } }),
  ) as Told;
}

/** The Pythons from 3.8 on that are here. */
const PYTHONS = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]
  .map((minor) => findPython(minor))
  .filter((path) => path !== undefined);

function nameIn(line: string): string {
  return line.split(" ", 1)[0] ?? "";
}

function installed(prefix: AbsolutePath): readonly string[] {
  const seen = new Map<string, string>();
  for (const { name, version } of inspectEnvironment(realMachine(), prefix)?.distributions ?? [])
    if (!seen.has(name)) seen.set(name, `${name} ${version}`);
  return [...seen.values()].toSorted();
}

describe.each(PYTHONS)("environments of %s", (python) => {
  const told = tell(python);

  test("a venv without pip", () => {
    const prefix = join(SCRATCH, `bare-${told.version}`);
    execFileSync(python, ["-m", "venv", "--without-pip", prefix]);
    const environment = inspectEnvironment(realMachine(), prefix);
    expect(environment).toMatchObject({
      kind: "venv",
      version: told.version,
      implementation: "cpython",
      distributions: [],
      writable: true,
    });
    expect(environment?.base?.prefix).toBe(told.base);
    expect(environment?.broken).toBeUndefined();
    expect(environment?.executable).toBe(join(prefix, "bin", "python"));
  });

  test("a venv that sees the system's packages", () => {
    const prefix = join(SCRATCH, `system-${told.version}`);
    execFileSync(python, ["-m", "venv", "--without-pip", "--system-site-packages", prefix]);
    const inside = tell(join(prefix, "bin", "python"));
    // importlib.metadata gives a distribution of each layer; below, the one that an import meets is enough.
    const found = installed(prefix);
    expect(new Set(found.map(nameIn))).toEqual(new Set(inside.names.map(nameIn)));
    for (const line of found) expect(inside.names).toContain(line);
  });

  test("one that was moved, and one whose base is gone", () => {
    const prefix = join(SCRATCH, `moved-${told.version}`);
    execFileSync(python, ["-m", "venv", "--without-pip", prefix]);
    writeFileSync(join(prefix, "bin", "tool"), `#!${prefix}/bin/python\n`);
    const after = `${prefix}-away`;
    execFileSync("mv", [prefix, after]);
    expect(inspectEnvironment(realMachine(), absolute(after))?.broken).toEqual({
      code: "moved",
      params: { path: prefix },
    });
    rmSync(join(absolute(after), "bin", "python"));
    symlinkSync("/gone/python", join(absolute(after), "bin", "python"));
    expect(inspectEnvironment(realMachine(), absolute(after))?.broken).toEqual({
      code: "base-gone",
      params: { path: "/gone/python" },
    });
  });
});

test("what pip installed is what Python says, and all files of its RECORD are there", () => {
  const prefix = join(SCRATCH, "pip");
  execFileSync(somePython(), ["-m", "venv", prefix]);
  expect(installed(prefix)).toEqual(tell(join(prefix, "bin", "python")).names);
  const machine = realMachine();
  const environment = inspectEnvironment(machine, prefix);
  const names = environment?.distributions.map(({ name }) => name) ?? [];
  expect(environment && recordProblems(machine, environment, names)).toEqual({});
  expect(environment?.broken).toBeUndefined();

  rmSync(join(prefix, "bin", "pip"));
  expect(environment && recordProblems(machine, environment, names)).toMatchObject({
    pip: { code: "files-missing", params: { missing: 1 } },
  });
}, 60_000);

test("an environment of uv", (context) => {
  const uv = [UV, onPath("uv")].find((path) => path !== undefined && existsSync(path));
  if (uv === undefined) return context.skip("needs uv");
  const prefix = join(SCRATCH, "uv");
  const quiet = ["--quiet", "--no-project", "--no-config", "--no-python-downloads"];
  execFileSync(uv, ["venv", ...quiet, "--prompt", "app", "--python", somePython(), prefix]);
  const environment = inspectEnvironment(realMachine(), prefix);
  expect(environment).toMatchObject({
    kind: "uv",
    name: "app",
    version: tell(somePython()).version,
    distributions: [],
  });
  expect(environment?.broken).toBeUndefined();
});

test("the interpreters of this machine are what they say of themselves, and no one had to be asked", async () => {
  const signal = new AbortController().signal;
  const found = await interpretersOf(
    realMachine(),
    { pythons: join(SCRATCH, "none") },
    { report: () => {}, signal },
  );
  const fit = found.filter(({ unfit, source }) => unfit === undefined && source !== "conda");
  for (const { executable, version, prefix } of fit) {
    const told = tell(executable);
    expect([executable, version, prefix]).toEqual([executable, told.version, told.prefix]);
  }
  for (const python of PYTHONS) expect(fit.map(({ realPath }) => realPath)).toContain(realpathSync(python));
});

test("a Python in a folder that everybody may write is reported and never run", async () => {
  const open = join(SCRATCH, "open");
  mkdirSync(open);
  chmodSync(open, 0o777);
  writeFileSync(join(open, "python3"), `#!/bin/sh\necho > ${SCRATCH}/was-run\n`, { mode: 0o755 });
  const machine = realMachine({ env: { PATH: open }, home: join(SCRATCH, "home") });
  const found = await interpretersOf(
    machine,
    { pythons: join(SCRATCH, "none") },
    { report: () => {}, signal: new AbortController().signal },
  );
  expect(found.filter(({ executable }) => executable.startsWith(open))).toMatchObject([
    { executable: join(open, "python3"), unfit: { code: "untrusted", params: { path: open } } },
  ]);
  expect(existsSync(join(SCRATCH, "was-run"))).toBe(false);

  // The oracle would have noticed: from a folder of this user's alone it is run, and answers junk.
  chmodSync(open, 0o755);
  const again = await interpretersOf(
    machine,
    { pythons: join(SCRATCH, "none") },
    { report: () => {}, signal: new AbortController().signal },
  );
  expect(again.find(({ executable }) => executable.startsWith(open))?.unfit?.code).toBe("not-an-interpreter");
  expect(existsSync(join(SCRATCH, "was-run"))).toBe(true);
});
