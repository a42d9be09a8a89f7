import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { type AgreedHook, hookContent } from "../../src/operations/hook-content.ts";
import { type FakeFile, fakeMachine } from "../kit/fake-machine.ts";

const PREPARE: AgreedHook = {
  project: absolute("/p"),
  name: "prepare data",
  argv: ["python", "tools/prepare.py", "--rows=3"],
  required: false,
};
const FILES: Readonly<Record<string, FakeFile>> = { "/p/tools/prepare.py": "print(1)", "/p/other.py": "x" };

const hashOf = (files: Readonly<Record<string, FakeFile>>, differs: Partial<AgreedHook> = {}) =>
  hookContent(fakeMachine(files), { ...PREPARE, ...differs }).sha256;
const filesOf = (argv: readonly string[], files: Readonly<Record<string, FakeFile>>) =>
  hookContent(fakeMachine(files), { ...PREPARE, argv }).facts.map(({ path }) => path);

test("the same hook has the same content, whatever else is in the project", () => {
  const twice = [hashOf(FILES), hashOf({ ...FILES, "/p/other.py": "changed", "/q/tools/prepare.py": "" })];
  expect(twice[0]).toMatch(/^[0-9a-f]{64}$/u);
  expect(twice[1]).toBe(twice[0]);
});

describe("its content is another when", () => {
  test.each<[string, () => string]>([
    ["the file that it runs changed", () => hashOf({ ...FILES, "/p/tools/prepare.py": "print(2)" })],
    ["that file is gone", () => hashOf({})],
    ["an argument changed", () => hashOf(FILES, { argv: ["python", "tools/prepare.py", "--rows=4"] })],
    ["arguments are cut elsewhere", () => hashOf(FILES, { argv: ["python", "tools/prepare.py --rows=3"] })],
    ["it has another name", () => hashOf(FILES, { name: "prepare" })],
    ["it became required", () => hashOf(FILES, { required: true })],
    ["it is in another project", () => hashOf(FILES, { project: absolute("/q") })],
  ])("%s", (_, other) => {
    expect(other()).not.toBe(hashOf(FILES));
  });
});

describe("the files that it runs", () => {
  const tree = {
    "/p/tools/prepare.py": "",
    "/p/tools/__main__.py": "",
    "/p/tools/data/__main__.py": "",
    "/p/run.sh": "",
    "/p/linked.py": { link: "/elsewhere/x.py" },
    "/elsewhere/x.py": "",
    "/p/setup.cfg": "",
  } as const;

  test.each<[readonly string[], readonly string[]]>([
    [["./run.sh"], ["/p/run.sh"]],
    [["/p/run.sh", "/elsewhere/x.py"], ["/p/run.sh"]],
    [["../elsewhere/x.py"], []],
    [["python", "-m", "tools.prepare"], ["/p/tools/prepare.py"]],
    [["python", "-m", "tools.data"], ["/p/tools/data/__main__.py"]],
    [["python", "tools"], ["/p/tools/__main__.py"]],
    [["python", "linked.py"], ["/p/linked.py"]],
    [["tool", "--config=setup.cfg"], ["/p/setup.cfg"]],
    [["python", "-c", "import tools.prepare"], []],
  ])("%j: %j", (argv, expected) => {
    expect(filesOf(argv, tree)).toEqual(expected);
  });

  test("a link is told by what it leads to", () => {
    const argv = ["python", "linked.py"];
    expect(hashOf({ ...tree, "/elsewhere/x.py": "changed" }, { argv })).not.toBe(hashOf(tree, { argv }));
  });
});
