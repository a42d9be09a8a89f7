import { expect, test } from "vitest";
import { absolute } from "../../../src/model/path.ts";
import type { Reason } from "../../../src/model/reason.ts";
import { inspectEnvironment } from "../../../src/survey/inspect/environment.ts";
import { recordProblems } from "../../../src/survey/records.ts";
import { distribution, python, venv, type Tree } from "../../kit/builders.ts";
import { fakeMachine } from "../../kit/fake-machine.ts";

const SITE = "/w/.venv/lib/python3.12/site-packages";

/** What is wrong with `foo` when its RECORD lists these. */
function problem(record: readonly string[], more: Tree = {}, name = "foo"): Reason | undefined {
  const machine = fakeMachine({
    ...python("/opt/python312", "3.12.4"),
    ...venv("/w/.venv", {
      packages: [
        distribution("foo", "1.0", {
          files: { RECORD: record.map((path) => `${path},sha256=x,1\n`).join("") },
        }),
      ],
    }),
    ...more,
  });
  const environment = inspectEnvironment(machine, absolute("/w/.venv"));
  return environment && recordProblems(machine, environment, [name, "absent"])[name];
}

test.each<[string, readonly string[], Tree, number | undefined]>([
  ["all there", ["foo/__init__.py", "foo-1.0.dist-info/METADATA"], {}, undefined],
  ["a module gone", ["foo/__init__.py", "foo/gone.py"], {}, 1],
  ["a whole folder gone", ["foo/__init__.py", "foo/sub/a.py", "foo/sub/b.py"], {}, 2],
  [
    "byte code never counts",
    ["foo/__init__.py", "foo/__pycache__/x.cpython-312.pyc", "foo/__pycache__", "foo/old.pyc"],
    {},
    undefined,
  ],
  ["a script gone", ["foo/__init__.py", "../../../bin/foo"], {}, 1],
  ["a script there", ["foo/__init__.py", "../../../bin/foo"], { "/w/.venv/bin/foo": "" }, undefined],
  ["an absolute path there", ["/etc/foo.conf"], { "/etc/foo.conf": "" }, undefined],
  ["an absolute path gone", ["/etc/foo.conf"], {}, 1],
  [
    "a module that is a dangling link",
    ["foo/link.py"],
    { [`${SITE}/foo/link.py`]: { link: "/gone" } },
    undefined,
  ],
  ["an empty RECORD", [], {}, undefined],
])("%s", (_name, record, more, missing) => {
  const total = record.filter((path) => !path.endsWith(".pyc")).length;
  expect(problem(record, more)).toEqual(
    missing === undefined
      ? undefined
      : { code: "files-missing", params: { missing, total, name: "foo", version: "1.0" } },
  );
});

test("the folder of an editable install is gone", () => {
  const files = { "direct_url.json": '{"url": "file:///w/app", "dir_info": {"editable": true}}' };
  const editable = distribution("app", "1.0", { files })(SITE);
  expect(problem([], editable, "app")).toEqual({
    code: "broken-closure",
    params: { name: "app", version: "1.0", detail: "its folder /w/app is gone" },
  });
  expect(problem([], { ...editable, "/w/app/pyproject.toml": "" }, "app")).toBeUndefined();
});

test("Debian's packages put scripts elsewhere than they record, and nothing else", () => {
  const cfg = "home = /usr/bin\ninclude-system-site-packages = true\nversion = 3.12.4\n";
  const pip = (record: string) => ({
    ...python("/usr", "3.12.4"),
    "/w/.venv/pyvenv.cfg": cfg,
    ...distribution("pip", "23.0.1", { files: { RECORD: record } })("/usr/lib/python3/dist-packages"),
  });
  expect(problem([], pip("pip/__init__.py,,\n../scripts/pip,,\n"), "pip")).toBeUndefined();
  expect(problem([], pip("pip/gone.py,,\n../scripts/pip,,\n"), "pip")?.params).toMatchObject({
    missing: 1,
    total: 1,
  });
});

test("a copy that a layer above hides does not count", () => {
  const hidden = distribution("foo", "0.9")("/opt/python312/lib/python3.12/site-packages");
  const cfg = "home = /opt/python312/bin\ninclude-system-site-packages = true\nversion = 3.12.4\n";
  const broken = Object.fromEntries(Object.entries(hidden).filter(([path]) => !path.endsWith("__init__.py")));
  expect(problem(["foo/__init__.py"], { ...broken, "/w/.venv/pyvenv.cfg": cfg })).toBeUndefined();
});

test("each folder is listed once, however many distributions share it", () => {
  const packages = Array.from({ length: 20 }, (_, index) => distribution(`p${index}`, "1"));
  const machine = fakeMachine({ ...python("/opt/python312", "3.12.4"), ...venv("/w/.venv", { packages }) });
  const environment = inspectEnvironment(machine, absolute("/w/.venv"));
  const listed: string[] = [];
  const counting = {
    ...machine,
    list: (path: Parameters<typeof machine.list>[0]) => (listed.push(path), machine.list(path)),
    names: (path: Parameters<typeof machine.names>[0]) => (listed.push(path), machine.names(path)),
  };
  if (environment === undefined) throw new Error("no environment");
  const names = environment.distributions.map(({ name }) => name);
  expect(recordProblems(counting, environment, names)).toEqual({});
  expect(listed).toHaveLength(new Set(listed).size);
  expect(listed).toHaveLength(40);
});
