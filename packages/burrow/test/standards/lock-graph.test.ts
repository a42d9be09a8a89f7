import { expect, test } from "vitest";

import { type LockEdge, type LockNode, wanted } from "../../src/standards/lock-graph.ts";

/** A package as `name==version`, its needs as `name` or `name[extra] ; marker`. */
function node(
  pin: string,
  needs: readonly string[] = [],
  extras: Readonly<Record<string, readonly string[]>> = {},
): LockNode {
  const [name = "", version = "1"] = pin.split("==");
  return {
    name,
    version,
    source: { kind: "index" },
    hashes: [],
    line: 1,
    needs: needs.map(edge),
    extras: new Map(Object.entries(extras).map(([extra, list]) => [extra, list.map(edge)])),
  };
}

function edge(text: string): LockEdge {
  const [, name = "", extras, version, marker] =
    /^([a-z]+)(?:\[(.*?)\])?(?:==(\S+))?(?: ; (.*))?$/u.exec(text) ?? [];
  return {
    name,
    extras: extras?.split(",") ?? [],
    ...(version !== undefined && { version }),
    ...(marker !== undefined && { marker }),
  };
}

/** The one place that asks: pins as `name==version[extras] ; marker`, then what is missing. */
function pins(nodes: readonly LockNode[], ...roots: readonly string[]): readonly string[] {
  const found = wanted(nodes, roots.map(edge));
  return [
    ...found.pins.map(
      ({ node: { name, version }, extras, marker }) =>
        `${name}==${version}${extras.length > 0 ? `[${extras.join(",")}]` : ""}${marker === undefined ? "" : ` ; ${marker}`}`,
    ),
    ...found.missing.map((name) => `- ${name}`),
  ];
}

const WIN = "sys_platform == 'win32'";
const OLD = "python_version < '3.11'";

test("conditions are carried along every way, and the shortest of them counts", () => {
  expect(pins([node("a", [`b ; ${WIN}`]), node("b", [`c ; ${OLD}`]), node("c")], "a")).toEqual([
    "a==1",
    'b==1 ; sys_platform == "win32"',
    'c==1 ; python_version < "3.11" and sys_platform == "win32"',
  ]);
  expect(pins([node("a", [`b ; ${WIN}`, "c"]), node("b", ["c"]), node("c")], "a")).toContain("c==1");
  expect(pins([node("a", [`c ; ${WIN}`, `b ; ${OLD}`]), node("b", ["c"]), node("c")], "a")).toContain(
    'c==1 ; python_version < "3.11" or sys_platform == "win32"',
  );
});

test("two ways of which one is always open", () => {
  expect(pins([node("a"), node("b")], `a ; ${WIN}`, "a ; sys_platform != 'win32'")).toEqual(["a==1"]);
});

test("extras are followed, also where a package is met again with another", () => {
  const nodes = [
    node("a", ["b"], { fast: ["c"], slow: ["d"] }),
    node("b", [`a[slow] ; ${OLD}`]),
    node("c"),
    node("d"),
  ];
  expect(pins(nodes, "a[fast]")).toEqual([
    "a==1[fast,slow]",
    "b==1",
    "c==1",
    'd==1 ; python_version < "3.11"',
  ]);
});

test("forks, circles, what is missing", () => {
  const nodes = [
    node("a", [`b==1 ; ${WIN}`, "b==2 ; sys_platform != 'win32'"]),
    node("b==1", ["a"]),
    node("b==2", ["gone"]),
  ];
  expect(pins(nodes, "a")).toEqual([
    "a==1",
    'b==1 ; sys_platform == "win32"',
    'b==2 ; sys_platform != "win32"',
    "- gone",
  ]);
});

test("a lattice of conditions ends, and what cannot be told apart is always wanted", () => {
  const depth = 40;
  const nodes = Array.from({ length: depth }, (_, at) =>
    node(
      `n${"i".repeat(at)}`,
      at + 1 < depth
        ? [0, 1].map((way) => `n${"i".repeat(at + 1)} ; platform_release == '${at}.${way}'`)
        : [],
    ),
  );
  const found = pins(nodes, "n");
  expect(found.length).toBe(depth);
  expect(found.at(-1)).toBe(`n${"i".repeat(depth - 1)}==1`);
});
