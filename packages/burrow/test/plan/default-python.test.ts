import { expect, test } from "vitest";
import type { Goal } from "../../src/model/goal.ts";
import { reason, sentence } from "../../src/model/reason.ts";
import { chooseInterpreter, type Replaced } from "../../src/plan/choose-interpreter.ts";
import { newReader } from "../../src/plan/new-reader.ts";
import { DEFAULT_POLICY } from "../../src/model/policy.ts";
import { goal, interpreter } from "./kit.ts";

const HERE = [
  interpreter("/usr/bin/python3.13", "3.13.1"),
  interpreter("/usr/bin/python3.12", "3.12.4"),
  interpreter("/opt/python3.12", "3.12.7"),
  interpreter("/usr/bin/python3.11", "3.11.9"),
  interpreter("/opt/python3.14", "3.14.0b1"),
  interpreter("/opt/pypy/bin/pypy3.10", "3.10.14", { implementation: "pypy" }),
];

/** The best, and why; then the rest in their order. */
function chosen(preferredPython: string, specifier = "", replaced: Replaced = {}): string {
  const scene = {
    goal: goal([], { python: { specifier } }),
    policy: { ...DEFAULT_POLICY, preferredPython },
    reader: newReader(),
  };
  const { eligible, because } = chooseInterpreter(HERE, scene, replaced);
  return `${eligible.map(({ executable }) => executable).join(" ")}: ${sentence(because)}`;
}

test("the user's default comes before the newest, and after what is replaced and what the project asks", () => {
  expect(chosen("3.12")).toBe(
    "/opt/python3.12 /usr/bin/python3.12 /usr/bin/python3.13 /usr/bin/python3.11: your default",
  );
  expect(chosen("/usr/bin/python3.12")).toMatch(
    /^\/usr\/bin\/python3\.12 \/usr\/bin\/python3\.13 .*: your default$/u,
  );
  expect(chosen("3.12", "<3.12")).toBe("/usr/bin/python3.11: the newest that fits <3.12");
  expect(chosen("3.12", "", { version: "3.11.2" })).toMatch(
    /^\/usr\/bin\/python3\.11 \/opt\/python3\.12 .*: the same minor version/u,
  );
});

test("a default is asked for: it may be a pre-release or another implementation", () => {
  expect(chosen("3.14.0b1")).toMatch(/^\/opt\/python3\.14 .*: your default$/u);
  expect(chosen("pypy3.10")).toMatch(/^\/opt\/pypy\/bin\/pypy3\.10 .*: your default$/u);
});

test("with none that serves, one of the wanted version is named with what is against it", () => {
  const old = reason("too-old", { version: "2.7.18" });
  const here = [...HERE, interpreter("/usr/bin/python2.7", "2.7.18", { unfit: old })];
  const unfit = (python: Goal["python"]) => {
    const scene = { goal: goal([], { python }), policy: DEFAULT_POLICY, reader: newReader() };
    return chooseInterpreter(here, scene).unfit;
  };
  expect(unfit({ specifier: "", asked: { text: "2.7" } })).toEqual(old);
  expect(unfit({ specifier: "<3" })).toEqual(old);
  expect(unfit({ specifier: "==3.10.*" })).toEqual(
    reason("python-implementation", { implementation: "pypy" }),
  );
  expect(unfit({ specifier: "", asked: { text: "2.6" } })).toBeUndefined();
  expect(unfit({ specifier: "" })).toBeUndefined();
});

test("one that is not here, or says nothing that is understood, leaves the newest", () => {
  for (const text of ["3.7", "/gone/python", "whatever it is"])
    expect(chosen(text)).toMatch(/^\/usr\/bin\/python3\.13 .*: the newest final release here$/u);
});
