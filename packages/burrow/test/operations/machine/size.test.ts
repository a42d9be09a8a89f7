import { expect, test } from "vitest";
import { absolute } from "../../../src/model/path.ts";
import {
  freedBy,
  freedFrom,
  freedIn,
  sizeIn,
  sizeOf,
  sizesOf,
  treesOf,
} from "../../../src/operations/machine/size.ts";
import { fakeMachine } from "../../kit/fake-machine.ts";

const ONE = absolute("/envs/one");
const OTHER = absolute("/envs/other");

/** Two environments that share a file with each other and one with a cache; one file has two names in one environment. */
const machine = fakeMachine({
  "/cache/cached.py": "c".repeat(1000),
  "/envs/one/lib/cached.py": { hardLink: "/cache/cached.py" },
  "/envs/one/lib/own.py": "o".repeat(30),
  "/envs/one/lib/twice.py": "t".repeat(200),
  "/envs/one/bin/twice": { hardLink: "/envs/one/lib/twice.py" },
  "/envs/one/lib/both.py": "b".repeat(4),
  "/envs/one/link": { link: "/cache" },
  "/envs/other/both.py": { hardLink: "/envs/one/lib/both.py" },
  "/envs/other/own.py": "x".repeat(50_000),
});

test("A35 a tree is counted by inode: each file once, and what nobody else shares by itself; links are not followed", () => {
  expect(sizeOf(machine, ONE)).toEqual({ total: 1234, own: 230 });
});

test("of several trees, what they share counts once in all", () => {
  const { each, together } = sizesOf(machine, [ONE, OTHER], { at: "2026-01-31T00:00:00Z" });
  expect([...each]).toEqual([
    [ONE, { size: 1234, at: "2026-01-31T00:00:00Z", shares: true }],
    [OTHER, { size: 50_004, at: "2026-01-31T00:00:00Z", shares: true }],
  ]);
  expect(together).toBe(51_234);
});

test("what becomes free is what has no name elsewhere", () => {
  expect([freedBy(machine, [ONE]), freedBy(machine, [OTHER]), freedBy(machine, [ONE, OTHER])]).toEqual([
    230, 50_000, 50_234,
  ]);
  expect(freedFrom(machine, [ONE, OTHER])).toEqual([50_234, 50_000]);
});

test("trees that were looked at once tell each size, and what becomes free when any of them go", () => {
  const gone = fakeMachine({
    "/envs/one/lib/own.py": "o".repeat(30),
    "/envs/one/lib/both.py": "b".repeat(4),
    "/envs/other/both.py": { hardLink: "/envs/one/lib/both.py" },
  });
  const trees = treesOf(gone, [ONE, OTHER]);
  gone.remove("/envs");
  expect([sizeIn(trees, ONE), sizeIn(trees, OTHER)]).toEqual([34, 4]);
  expect([[ONE, OTHER], [ONE], [OTHER], []].map((some) => freedIn(trees, some))).toEqual([34, 30, 0, 0]);
  expect([sizeIn(trees, absolute("/envs")), freedIn(trees, [absolute("/envs")])]).toEqual([0, 0]);
});
