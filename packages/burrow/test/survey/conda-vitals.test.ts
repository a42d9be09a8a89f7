import { expect, test } from "vitest";
import type { Environment } from "../../src/model/environment.ts";
import { absolute } from "../../src/model/path.ts";
import { virtualBreaks } from "../../src/operations/health/virtual-breaks.ts";
import { condaOf } from "../../src/survey/vitals/conda.ts";
import { fakeMachine, type FakeFile } from "../kit/fake-machine.ts";

const PREFIX = absolute("/home/me/envs/a");

const pear = {
  name: "pear",
  version: "1.0",
  files: ["bin/pear", "share/link", "lib/pear.pyc", "lib/pear.pyo"],
  paths_data: {
    paths: [
      { _path: "bin/pear", path_type: "hardlink" },
      { _path: "share/link", path_type: "softlink" },
    ],
  },
};

/** What is seen of a prefix that holds pear, whole, and what is laid over it. */
function seen(more: Readonly<Record<string, FakeFile>>) {
  const machine = fakeMachine(
    {
      [`${PREFIX}/conda-meta/pear-1.0-0.json`]: JSON.stringify(pear),
      [`${PREFIX}/bin/pear`]: "x",
      [`${PREFIX}/share/link`]: { link: "../bin/pear" },
      ...more,
    },
    { home: "/home/me" },
  );
  const environment = { kind: "conda", prefix: PREFIX, realPrefix: PREFIX } as unknown as Environment;
  const found = condaOf(machine, environment);
  if (found === undefined) throw new Error("it is none of conda's");
  return found;
}

test("byte code may be gone, a link has to lead somewhere", () => {
  expect(seen({}).missing).toEqual([]);
  expect(seen({ [`${PREFIX}/share/link`]: { link: "../bin/gone" } }).missing).toEqual([
    { package: "pear", files: 1, total: 2 },
  ]);
});

test("it is listed under any path that leads to it", () => {
  const list = "/home/me/.conda/environments.txt";
  expect(seen({}).registered).toBe(false);
  expect(seen({ [list]: "/elsewhere\n" }).registered).toBe(false);
  expect(seen({ [list]: `/elsewhere\n${PREFIX}\n` }).registered).toBe(true);
  expect(seen({ "/home/me/short": { link: PREFIX }, [list]: "/home/me/short\n" }).registered).toBe(true);
});

test("pins that cannot be read, and pins for what is not there", () => {
  const pins = "# a remark\n\npear 1.*\nconda-forge::pear >=1 # ours\nplum <2\npear =<=>= 1\n";
  const { badPins, vainPins } = seen({ [`${PREFIX}/conda-meta/pinned`]: pins });
  expect([badPins, vainPins]).toEqual([["pear =<=>= 1"], ["plum <2"]]);
});

test("what packages need of the machine itself, as far as a look tells", () => {
  const needs = (depends: readonly string[], env = {}, files = {}) => {
    const machine = fakeMachine(files, { env });
    const packages = [{ name: "fast", version: "1.0", depends, constrains: [] }];
    const environment = { packages, platform: machine.platform } as unknown as Environment;
    return virtualBreaks(machine, environment).map(({ needs: text }) => text);
  };
  const depends = ["__glibc >=2.17", "__glibc >=99", "__unix", "__osx", "__cuda >=12", "__other", "pear"];
  expect(needs(depends)).toEqual(["__glibc >=99", "__osx", "__cuda >=12"]);
  expect(needs(depends, { CONDA_OVERRIDE_CUDA: "12.4" })).toEqual(["__glibc >=99", "__osx"]);
  expect(needs(depends, {}, { "/proc/driver/nvidia/version": "560" })).toEqual(["__glibc >=99", "__osx"]);
});
