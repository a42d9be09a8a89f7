import fc from "fast-check";
import { expect, test } from "vitest";
import { takeLock, type Lock } from "../../src/apply/lock.ts";
import { transactionPlace } from "../../src/apply/place.ts";
import type { Workbench } from "../../src/machine/workbench.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine, type FakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";

const PLACE = transactionPlace(absolute("/p/.burrow"));
const names = (bench: FakeMachine) => bench.list(PLACE.folder).map(({ name }) => name);

test("a lock is one file while it is held, and no trace afterwards", () => {
  const bench = fakeMachine({ "/p": { folder: true } });
  const lock = takeLock(bench, PLACE, fakeProcesses());
  expect(names(bench)).toEqual(["lock"]);
  expect(JSON.parse(bench.readText(absolute("/p/.burrow/lock")) ?? "")).toMatchObject({
    pid: 100,
    boot: "1",
  });
  lock.release();
  expect(bench.tree("/p")).toEqual({ "/p": "folder 755" });
});

test("a lock that is held is named by its pid, also where there are no hard links", () => {
  for (const hardLinks of [true, false]) {
    const bench = fakeMachine({ "/p": { folder: true } }, { hardLinks });
    const processes = fakeProcesses();
    takeLock(bench, PLACE, processes);
    expect(() => takeLock(bench, PLACE, processes)).toThrow(
      expect.objectContaining({ code: "apply/locked", details: { pid: 100 } }),
    );
    expect(names(bench)).toEqual(["lock"]);
  }
});

test("the lock of a process that is gone, or of another boot, is taken over", () => {
  const bench = fakeMachine({ "/p": { folder: true } });
  const processes = fakeProcesses();
  takeLock(bench, PLACE, processes);
  processes.restart();
  takeLock(bench, PLACE, processes);
  processes.reboot();
  const lock = takeLock(bench, PLACE, processes);
  expect(names(bench)).toEqual(["lock"]);
  lock.release();
  expect(names(bench)).toEqual([]);
});

test("a lock that cannot be read is nobody's to take over", () => {
  const bench = fakeMachine({ "/p/.burrow/lock": "" });
  expect(() => takeLock(bench, PLACE, fakeProcesses())).toThrow(
    expect.objectContaining({ code: "apply/locked", message: "the lock `/p/.burrow/lock` cannot be read" }),
  );
});

test("a folder that is a link to elsewhere is not used", () => {
  const bench = fakeMachine({ "/p/.burrow": { link: "/home/me" }, "/home/me": { folder: true } });
  const before = bench.tree();
  expect(() => takeLock(bench, PLACE, fakeProcesses())).toThrow("is a link, so nothing was changed");
  expect(bench.tree()).toEqual(before);
});

/** Takers who act in turns: before each of its acts a taker hands over to the others, as far as `order` says. */
function interleaved(bench: FakeMachine, order: readonly number[], takers: number): number {
  const processes = fakeProcesses();
  takeLock(bench, PLACE, processes);
  processes.restart();
  let turn = 0;
  let held = 0;
  const started = new Set<number>();
  const start = (taker: number) => {
    if (started.has(taker) || taker >= takers) return;
    started.add(taker);
    let lock: Lock | undefined;
    try {
      lock = takeLock(yielding(), PLACE, processes);
    } catch (error) {
      expect(error).toMatchObject({ code: "apply/locked" });
    }
    if (lock !== undefined) held += 1;
  };
  const next = () => {
    const taker = order[turn];
    turn += 1;
    if (taker !== undefined) start(taker);
  };
  const yielding = (): Workbench =>
    new Proxy(bench, {
      get: (target, name, receiver) => {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value !== "function") return value;
        return (...args: readonly unknown[]) => {
          next();
          return Reflect.apply(value, target, args) as unknown;
        };
      },
    });
  for (let taker = 0; taker < takers; taker += 1) start(taker);
  return held;
}

test("of many takers of a dead lock, exactly one gets it, whenever each looks and acts", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 60 }), (order) => {
      const bench = fakeMachine({ "/p": { folder: true } });
      expect(interleaved(bench, order, 4)).toBe(1);
      expect(names(bench)).toEqual(["lock"]);
    }),
    { numRuns: 2000 },
  );
});

test("a taker that dies anywhere leaves a lock that the next one gets", () => {
  for (let acts = 0; acts < 40; acts += 1) {
    const bench = fakeMachine({ "/p": { folder: true } });
    const processes = fakeProcesses();
    takeLock(bench, PLACE, processes);
    for (const later of [acts, 40 - acts]) {
      processes.restart();
      bench.dieAfter(later);
      try {
        takeLock(bench, PLACE, processes);
      } catch (error) {
        expect(error).toMatchObject({ name: "ProcessGone" });
      }
      bench.revive();
    }
    processes.restart();
    const lock = takeLock(bench, PLACE, processes);
    expect(names(bench)).toEqual(["lock"]);
    lock.release();
    expect(bench.tree("/p")).toEqual({ "/p": "folder 755" });
  }
});
