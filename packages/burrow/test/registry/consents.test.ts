import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { consentsIn } from "../../src/registry/consents.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

const DATA = absolute("/home/me/.local/share/burrow");
const FILE = absolute(`${DATA}/consents.json`);
const SEED = { project: "/p", name: "seed", argv: ["make", "seed"], at: "2026-01-01T00:00:00.000Z" };

test("what somebody agreed to is remembered, for this user's eyes alone", () => {
  const bench = fakeMachine();
  expect(consentsIn(bench, DATA).has("aa")).toBe(false);
  consentsIn(bench, DATA).add("aa", SEED);
  consentsIn(bench, DATA).add("bb", { ...SEED, name: "greet" });
  const known = consentsIn(bench, DATA);
  expect(["aa", "bb", "cc", "__proto__", "toString"].map(known.has)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect([bench.status(FILE)?.mode, bench.status(DATA)?.mode]).toEqual([0o600, 0o700]);
  expect(JSON.parse(bench.readText(FILE) ?? "").hooks.aa).toEqual(SEED);
});

test("the version before is kept beside it", () => {
  const bench = fakeMachine();
  consentsIn(bench, DATA).add("aa", SEED);
  const before = bench.readText(FILE);
  consentsIn(bench, DATA).add("bb", SEED);
  expect(bench.readText(absolute(`${FILE}.bak`))).toBe(before);
});

test.each(["", "{", "[]", '{"schema":2,"hooks":{}}', '{"schema":1,"hooks":{"aa":true}}'])(
  "%j cannot be read: it is no agreement, and it is set aside before anything is written",
  (text) => {
    const bench = fakeMachine({ [FILE]: text });
    expect(consentsIn(bench, DATA).has("aa")).toBe(false);
    expect(bench.readText(FILE)).toBe(text);
    consentsIn(bench, DATA).add("bb", SEED);
    expect(bench.readText(absolute(`${FILE}.unreadable`))).toBe(text);
    expect(consentsIn(bench, DATA).has("bb")).toBe(true);
  },
);

test("killed at any act, it holds what was there before or what is there after", () => {
  const acts = (() => {
    const bench = fakeMachine({ [`${DATA}/x`]: "" });
    consentsIn(bench, DATA).add("aa", SEED);
    const before = bench.count();
    consentsIn(bench, DATA).add("bb", SEED);
    return bench.count() - before;
  })();
  expect(acts).toBeGreaterThan(3);
  for (let at = 0; at < acts; at += 1) {
    const bench = fakeMachine({ [`${DATA}/x`]: "" });
    consentsIn(bench, DATA).add("aa", SEED);
    bench.dieAfter(at);
    expect(() => consentsIn(bench, DATA).add("bb", SEED)).toThrow();
    bench.revive();
    expect(consentsIn(bench, DATA).has("aa")).toBe(true);
  }
});
