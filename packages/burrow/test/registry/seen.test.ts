import fc from "fast-check";
import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { reason } from "../../src/model/reason.ts";
import { EMPTY_REGISTRY, type Registry } from "../../src/model/registry.ts";
import {
  withActive,
  withDistributions,
  without,
  withStandings,
  withUse,
} from "../../src/registry/changes.ts";
import { newId, newIds } from "../../src/registry/ids.ts";
import { rememberedOf, withSeen } from "../../src/registry/seen.ts";
import { environment, interpreter } from "./kit.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 31, 12, minutes)).toISOString();
const SOME = [
  environment("/w/app/.venv", { generation: 1 }),
  environment("/w/b/.venv"),
  environment("/w/c/env"),
];
const PYTHONS = [interpreter("/usr/bin/python3.12", "3.12.4"), interpreter("/usr/bin/python3.9", "3.9.2")];
const idOf = (registry: Registry, prefix: string) =>
  registry.environments.find((one) => one.prefix === prefix)?.id ?? "none";

test("D13 D15 ids are 8 hexadecimal digits and stay, whatever the order of a survey, what is added, and how often it is made", () => {
  const first = withSeen(EMPTY_REGISTRY, { at: at(0), environments: SOME, interpreters: PYTHONS });
  const ids = (registry: Registry): Readonly<Record<string, string>> =>
    Object.fromEntries([
      ...registry.environments.map(({ place, id }) => [place, id]),
      ...registry.interpreters.map(({ realPath, id }) => [realPath, id]),
    ]);
  expect(Object.values(ids(first)).every((id) => /^[0-9a-f]{8}$/u.test(id))).toBe(true);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(SOME),
      fc.shuffledSubarray(PYTHONS),
      fc.nat(500),
      (environments, interpreters, late) => {
        const more = [environment("/w/a/.venv"), ...environments];
        const again = withSeen(first, { at: at(late), environments: more, interpreters });
        expect(ids(again)).toMatchObject(ids(first));
        const anew = withSeen(EMPTY_REGISTRY, { at: at(late), environments, interpreters });
        expect(ids(first)).toMatchObject(ids(anew));
      },
    ),
    { numRuns: 200 },
  );
});

test("many ids are made by another library, and are the same", () => {
  const keys = ["/w/a", "/w/ä", "/w/環境", "/w/lone\udcff"];
  const one = keys.map((key) => newId(key, new Set()));
  expect(keys.map((key) => newIds(1000)(key, new Set()))).toEqual(one);
});

test("of two that share their digits the first keeps them, and the other has one of its own", () => {
  const first = newId("/w/a", new Set());
  const other = newId("/w/a", new Set([first]));
  expect(other).toMatch(/^[0-9a-f]{8}$/u);
  expect(other).not.toBe(first);
  const taken = withSeen(EMPTY_REGISTRY, { at: at(0), environments: [environment("/w/a")] });
  const clash = { ...taken, environments: [{ ...taken.environments[0]!, place: absolute("/elsewhere") }] };
  const both = withSeen(clash, { at: at(0), environments: [environment("/w/a")] });
  expect(both.environments.map(({ id }) => id)).toEqual([first, other]);
});

test("a new generation is the same environment, by the path that people use", () => {
  const first = withSeen(EMPTY_REGISTRY, {
    at: at(0),
    environments: [environment("/w/app/.venv", { generation: 1 })],
  });
  const inside = environment("/w/app/.venv", { generation: 2 });
  const next = withSeen(first, {
    at: at(1),
    environments: [{ ...inside, prefix: inside.realPrefix, version: "3.13.0" }],
  });
  expect(next.environments).toEqual([
    { ...first.environments[0], version: "3.13.0", lastVerified: at(1), executable: inside.executable },
  ]);
});

test("what is known keeps its beginning, its use, its tenants and what it holds; nothing new within the hour is the same object", () => {
  const seen = withSeen(EMPTY_REGISTRY, { at: at(0), environments: SOME, interpreters: PYTHONS });
  const id = idOf(seen, "/w/app/.venv");
  const used = withDistributions(withUse(seen, id, at(5), absolute("/w/app")), id, { six: "1.16.0" });
  const again = (minutes: number) =>
    withSeen(used, { at: at(minutes), environments: SOME, interpreters: PYTHONS });
  expect(again(59)).toBe(used);
  expect(rememberedOf(again(61), SOME[0]!)).toEqual({
    ...rememberedOf(used, SOME[0]!),
    created: at(0),
    lastUsed: at(5),
    lastVerified: at(61),
    tenants: [{ root: "/w/app", lastUsed: at(5) }],
    distributions: { six: "1.16.0" },
  });
});

test("what went wrong with it is written down at once, and that it is well again", () => {
  const well = environment("/w/b/.venv");
  const broken = reason("base-gone", { path: "/gone" });
  const first = withSeen(EMPTY_REGISTRY, { at: at(0), environments: [well] });
  const ill = withSeen(first, { at: at(1), environments: [{ ...well, broken }] });
  expect(ill.environments[0]).toMatchObject({
    health: "broken",
    errors: [broken],
    lastVerified: at(1),
    created: at(0),
  });
  expect(withSeen(ill, { at: at(2), environments: [well] }).environments[0]).toMatchObject({
    health: "healthy",
    errors: [],
  });
});

test("a tenant is there once, the last one first; a use of no project has none", () => {
  const seen = withSeen(EMPTY_REGISTRY, { at: at(0), environments: SOME });
  const id = idOf(seen, "/w/b/.venv");
  const uses = [
    ["/w/x", 1],
    ["/w/y", 2],
    ["/w/x", 3],
    [undefined, 4],
  ] as const;
  const used = uses.reduce<Registry>(
    (registry, [root, minutes]) =>
      withUse(registry, id, at(minutes), root === undefined ? undefined : absolute(root)),
    seen,
  );
  expect(rememberedOf(used, SOME[1]!)).toMatchObject({
    lastUsed: at(4),
    tenants: [
      { root: "/w/x", lastUsed: at(3) },
      { root: "/w/y", lastUsed: at(2) },
    ],
  });
});

test("D14 a reference that is dropped takes the choice of it along, and nothing else", () => {
  const seen = withSeen(EMPTY_REGISTRY, { at: at(0), environments: SOME, interpreters: PYTHONS });
  const id = idOf(seen, "/w/b/.venv");
  const active = withActive(seen, id);
  expect(without(active, id)).toEqual({
    ...seen,
    environments: seen.environments.filter((one) => one.id !== id),
  });
  expect(without(active, idOf(seen, "/w/c/env"))).toMatchObject({ active: id });
});

test("B9 what was discovered and is gone is dropped, what burrow made is kept as missing, and so is all on a disk that is not there", () => {
  const seen = withSeen(EMPTY_REGISTRY, { at: at(0), environments: SOME, interpreters: PYTHONS });
  const active = withActive(seen, idOf(seen, "/w/c/env"));
  expect(withStandings(active, () => "there")).toBe(active);
  const left = withStandings(active, (path) => (path === "/w/b/.venv" ? "there" : "gone"));
  expect(left.environments.map(({ prefix, health }) => [prefix, health])).toEqual([
    ["/w/app/.venv", "missing"],
    ["/w/b/.venv", "healthy"],
  ]);
  expect([left.interpreters, left.active]).toEqual([[], undefined]);
  const away = withStandings(active, () => "missing");
  expect(away.environments.map(({ health }) => health)).toEqual(["missing", "missing", "missing"]);
  expect(away.active).toBe(active.active);
  expect(withStandings(away, () => "missing")).toBe(away);
});
