import { expect, test } from "vitest";
import { checkImports, topModules } from "../../src/apply/import-check.ts";
import type { Command } from "../../src/machine/command.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine } from "../kit/fake-machine.ts";
import { fakeVerify } from "./kit.ts";

const SITE = "/e/lib/site-packages";
const PYTHON = absolute("/e/bin/python");

/** The distribution whose dist-info holds these files. */
async function distribution(files: Readonly<Record<string, string>>) {
  const machine = fakeMachine(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${SITE}/x-1.dist-info/${name}`, text])),
  );
  const [found] = (await fakeVerify(machine)(absolute("/e"))).distributions;
  if (found === undefined) throw new Error("there is no distribution");
  return { machine, found };
}

test.each([
  [
    "packages, modules and extensions",
    "pkg/__init__.py,,\npkg/deep/a.py,,\nmod.py,,\next.cpython-312-x86_64-linux-gnu.so,,\n",
    ["ext", "mod", "pkg"],
  ],
  [
    "no metadata, scripts, byte code, private names or names that are no identifiers",
    "x-1.dist-info/RECORD,,\n../../bin/x,,\n__pycache__/mod.pyc,,\n_private.py,,\nnot-a-name/__init__.py,,\n",
    [],
  ],
  ["no namespaces: a folder without __init__.py", "google/cloud/x.py,,\n", []],
  ["a package whose __init__ is an extension", "fast/__init__.abi3.so,,\n", ["fast"]],
])("RECORD tells what can be imported: %s", async (_, record, expected) => {
  const { machine, found } = await distribution({ RECORD: record });
  expect(topModules(machine, found)).toEqual(expected);
});

test("top_level.txt tells it where there is one", async () => {
  const { machine, found } = await distribution({
    RECORD: "other.py,,\n",
    "top_level.txt": "yaml\r\n_yaml\r\n",
  });
  expect(topModules(machine, found)).toEqual(["yaml"]);
});

test("Python is asked once, isolated, without byte code, and with no variables but a few", async () => {
  const { machine, found } = await distribution({ RECORD: "b.py,,\na.py,,\n" });
  const commands: Command[] = [];
  const runner = {
    run: (command: Command) => {
      commands.push(command);
      const answer = JSON.stringify([
        { module: "a", ok: true, detail: null },
        { module: "b", ok: false, detail: "ValueError: no" },
      ]);
      return Promise.resolve({ status: 0, stdout: "noise", stderr: "", files: { answer } });
    },
  };
  const env = { PATH: "/bin", PYTHONPATH: "/evil", SECRET: "x" };
  const { signal } = new AbortController();
  expect(await checkImports({ ...machine, env }, runner, PYTHON, [found], signal)).toEqual([
    { name: "x", detail: "ValueError: no" },
  ]);
  expect(
    commands.map(({ program, args, env: given }) => [program, args.slice(0, 3), args.at(-1), given]),
  ).toEqual([[PYTHON, ["-I", "-B", "-c"], '["a","b"]', { PATH: "/bin" }]]);
});

test("a Python that does not answer is a failure of the first", async () => {
  const { machine, found } = await distribution({ RECORD: "a.py,,\n" });
  const failing = () =>
    Promise.resolve({
      status: undefined,
      failure: "it took longer than 120 s",
      stdout: "",
      stderr: "",
      files: {},
    });
  const { signal } = new AbortController();
  expect(await checkImports(machine, { run: failing }, PYTHON, [found], signal)).toEqual([
    { name: "x", detail: "it took longer than 120 s" },
  ]);
});
