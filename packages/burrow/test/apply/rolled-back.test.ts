import { expect, test } from "vitest";
import { recover } from "../../src/apply/recover.ts";
import { rollBackTo } from "../../src/apply/rollback.ts";
import { apply } from "../../src/apply/transaction.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine, type FakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";
import { applyContext, generationSteps, LINK, planOf, siteOf } from "./kit.ts";

/** A project at its second generation, all of it durable. */
async function second(): Promise<FakeMachine> {
  const bench = fakeMachine({ "/p/app.py": "pass" });
  for (const [number, pins] of [
    [1, ["aa==1"]],
    [2, ["aa==2", "bb==1"]],
  ] as const)
    await apply(planOf(generationSteps(number, pins, { ignoring: false })), applyContext(bench));
  bench.powerCut(() => true);
  return bench;
}

const HOWS = ["kill", "power", "full-disk", "full-disk-then-kill"] as const;

/** Pseudo-random and repeatable: which of what was not synced survives; of seed 0 nothing does. */
function survivors(seed: number): () => boolean {
  let state = seed || 1;
  return () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return seed !== 0 && (state >> 3) % 2 === 0;
  };
}

/** Rolls back, is cut after so many acts, and recovers undisturbed; gives what had been said. */
async function cutAfter(bench: FakeMachine, acts: number, how: (typeof HOWS)[number], seed: number) {
  const processes = fakeProcesses();
  const context = applyContext(bench, { processes });
  const site = { ...siteOf(bench, [1, 2]), current: 2 };
  if (how.startsWith("full-disk")) bench.failAfter(acts, "ENOSPC", 1 + (seed % 3));
  if (how !== "full-disk") bench.dieAfter(acts + (how === "full-disk-then-kill" ? seed : 0));
  const said = await rollBackTo(site, 1, context).then(
    () => "done",
    (error: { readonly code?: string }) => (error.code === "apply/rolled-back" ? "rolled back" : "gone"),
  );
  if (how === "power") bench.powerCut(survivors(seed));
  else bench.revive();
  processes.restart();
  if (how === "power") processes.reboot();
  await recover(absolute("/p/.burrow"), context);
  return said;
}

test.each(HOWS)(
  "a rollback that is cut off (%s) at any act is done or was not begun, also when it recovers",
  async (how) => {
    const whole = await second();
    const was = whole.tree("/p");
    const began = whole.count();
    await rollBackTo({ ...siteOf(whole, [1, 2]), current: 2 }, 1, applyContext(whole));
    const most = whole.count() - began;
    const willBe = whole.tree("/p");
    expect(willBe).toEqual({ ...was, [LINK]: "link → .burrow/generations/default/1" });

    const seen = new Set<string>();
    for (let acts = 0; acts <= most; acts += 1)
      for (const seed of [0, 1, 2, 5]) {
        const bench = await second();
        const said = await cutAfter(bench, acts, how, seed);
        const is = bench.tree("/p");
        const state = JSON.stringify(is) === JSON.stringify(willBe) ? "after" : "before";
        expect([acts, seed, is]).toEqual([acts, seed, state === "after" ? willBe : was]);
        if (said === "done") expect([acts, seed, state]).toEqual([acts, seed, "after"]);
        if (said === "rolled back") expect([acts, seed, state]).toEqual([acts, seed, "before"]);
        seen.add(state);
      }
    expect([...seen].toSorted()).toEqual(["after", "before"]);
  },
);
