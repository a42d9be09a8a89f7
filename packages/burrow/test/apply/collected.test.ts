import { expect, test } from "vitest";
import { collectGenerations } from "../../src/apply/collect.ts";
import { recover } from "../../src/apply/recover.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine, type FakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";
import { applyContext, environmentFiles, siteOf } from "./kit.ts";

const forget = () => Promise.resolve();
const FOLDER = "/p/.burrow/generations/default";
const CURRENT = 3;

const BEFORE = {
  "/p/app.py": "pass",
  ...Object.assign(
    {},
    ...[1, 2, CURRENT].map((number) => ({
      ...environmentFiles(`${FOLDER}/${number}`, [`aa==${number}`]),
      [`${FOLDER}/${number}.json`]: `{"number":${number}}`,
      [`${FOLDER}/${number}.files.json`]: "[]",
    })),
  ),
  "/p/.venv": { link: `.burrow/generations/default/${CURRENT}` },
};

function disk(): FakeMachine {
  return fakeMachine(BEFORE);
}

/** What of a generation is there: all of it and its records, or nothing but the link in its place. */
function stateOf(bench: FakeMachine, number: number): string {
  const of = (tree: object) =>
    JSON.stringify(
      Object.entries(tree).filter(
        ([path]) =>
          path.startsWith(`${FOLDER}/${number}/`) ||
          [`${number}`, `${number}.json`, `${number}.files.json`].some(
            (name) => path === `${FOLDER}/${name}`,
          ),
      ),
    );
  const is = of(bench.tree("/p"));
  if (is === of(disk().tree("/p"))) return "whole";
  return is === JSON.stringify([[`${FOLDER}/${number}`, `link → ${CURRENT}`]]) ? "gone" : is;
}

/** All paths but those of the two that go. */
function theRest(bench: FakeMachine): readonly string[] {
  return Object.keys(bench.tree("/p")).filter((path) => !/\/default\/[12](?:[./]|$)/u.test(path));
}

/** Collects both and is cut; then recovers undisturbed. */
async function cutAfter(
  acts: number,
  how: "kill" | "power" | "full-disk" | "full-disk-then-kill",
  survives: () => boolean = () => false,
): Promise<{ readonly bench: FakeMachine; readonly again: () => Promise<unknown> }> {
  const bench = disk();
  const processes = fakeProcesses();
  const context = applyContext(bench, { processes });
  const site = { ...siteOf(bench, [1, 2, CURRENT]), current: CURRENT };
  if (how.startsWith("full-disk")) bench.failAfter(acts, "ENOSPC", how === "full-disk" ? 2 : 1);
  if (how !== "full-disk") bench.dieAfter(how === "full-disk-then-kill" ? acts + 2 : acts);
  await collectGenerations(site, [1, 2], { bench, processes, forget }).catch(() => {}); // killed, or told
  if (how === "power") bench.powerCut(survives);
  else bench.revive();
  processes.restart();
  if (how === "power") processes.reboot();
  const again = () => recover(absolute("/p/.burrow"), context);
  await again();
  return { bench, again };
}

/** How many acts the whole removal makes. */
async function countOfActs(): Promise<number> {
  const bench = disk();
  const site = { ...siteOf(bench, [1, 2, CURRENT]), current: CURRENT };
  await collectGenerations(site, [1, 2], { bench, processes: fakeProcesses(), forget });
  return bench.count();
}

test.each(["kill", "full-disk", "full-disk-then-kill"] as const)(
  "a removal of generations that is cut off (%s) at any act: after a recovery each is whole, or gone with a link in its place",
  async (how) => {
    const most = await countOfActs();
    for (let after = 0; after <= most; after += 1) {
      const { bench, again } = await cutAfter(after, how);
      expect([after, stateOf(bench, 1)]).toEqual([after, expect.stringMatching(/^(?:whole|gone)$/u)]);
      expect([after, stateOf(bench, 2)]).toEqual([after, expect.stringMatching(/^(?:whole|gone)$/u)]);
      expect([after, theRest(bench)]).toEqual([after, theRest(disk())]);
      expect(await again()).toEqual([]);
    }
  },
);

test("the same when the power is cut, whatever of what was not synced survives", async () => {
  const most = await countOfActs();
  for (let after = 0; after <= most; after += 1)
    for (let seed = 0; seed < 8; seed += 1) {
      let state = seed;
      const survives = () => {
        state = (state * 48_271 + 11) % 0x7fff_ffff;
        return seed !== 0 && (state >> 3) % 2 === 0;
      };
      const { bench } = await cutAfter(after, "power", survives);
      expect([after, seed, stateOf(bench, 1)]).toEqual([
        after,
        seed,
        expect.stringMatching(/^(?:whole|gone)$/u),
      ]);
      expect([after, seed, stateOf(bench, 2)]).toEqual([
        after,
        seed,
        expect.stringMatching(/^(?:whole|gone)$/u),
      ]);
      expect([after, seed, theRest(bench)]).toEqual([after, seed, theRest(disk())]);
    }
});

test("who is told that a removal failed is told how it is finished, where something is left to finish", async () => {
  const most = await countOfActs();
  for (let after = 0; after <= most; after += 1) {
    const bench = disk();
    const site = { ...siteOf(bench, [1, 2, CURRENT]), current: CURRENT };
    bench.failAfter(after, "EIO", 2);
    const error = await collectGenerations(site, [1, 2], { bench, processes: fakeProcesses(), forget }).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    const left = Object.keys(bench.tree("/p")).some((path) => path.includes("/.gone-"));
    if (left) expect([after, error]).toEqual([after, expect.objectContaining({ hint: "burrow recover" })]);
  }
});
