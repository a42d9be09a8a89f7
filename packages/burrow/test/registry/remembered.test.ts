import fc from "fast-check";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import type { Machine } from "../../src/machine/machine.ts";
import { realMachine } from "../../src/machine/real-machine.ts";
import { realWorkbench } from "../../src/machine/real-workbench.ts";
import { absolute, join } from "../../src/model/path.ts";
import { fakeMachine } from "../kit/fake-machine.ts";
import { kept, type LookingMachine } from "./concluding.ts";

/** Every look at a path, with its answer as plain data. */
const LOOKS = {
  readText: (machine: LookingMachine, path: string) => machine.readText(absolute(path)) ?? null,
  list: (machine: LookingMachine, path: string) => machine.list(absolute(path)),
  names: (machine: LookingMachine, path: string) => [...machine.names(absolute(path))].toSorted(),
  kind: (machine: LookingMachine, path: string) => {
    const status = machine.status(absolute(path));
    return status === undefined ? null : [status.kind, status.mode, status.uid];
  },
  status: (machine: LookingMachine, path: string) => plain(machine.status(absolute(path))),
  target: (machine: LookingMachine, path: string) => plain(machine.target(absolute(path))),
  realPath: (machine: LookingMachine, path: string) => machine.realPath(absolute(path)) ?? null,
  readLink: (machine: LookingMachine, path: string) => machine.readLink(absolute(path)) ?? null,
  writable: (machine: LookingMachine, path: string) => machine.writable(absolute(path)),
} as const;

function plain(status: ReturnType<Machine["status"]>): unknown {
  return status === undefined
    ? null
    : Object.fromEntries(
        Object.entries({ ...status })
          .filter(([key]) => key !== "atime") // reading changes it
          .map(([key, value]) => [key, String(value)]),
      );
}

const PATHS = [
  "/w",
  "/w/a",
  "/w/a/x",
  "/w/a/y",
  "/w/b",
  "/w/b/x",
  "/w/link",
  "/w/link/x",
  "/w/loop",
  "/w/gone/deep",
];

const change = fc.oneof(
  fc.record({ act: fc.constant("write" as const), path: fc.constantFrom(...PATHS) }),
  fc.record({ act: fc.constant("edit" as const), path: fc.constantFrom(...PATHS) }),
  fc.record({ act: fc.constant("remove" as const), path: fc.constantFrom(...PATHS) }),
  fc.record({ act: fc.constant("folder" as const), path: fc.constantFrom(...PATHS) }),
  fc.record({ act: fc.constant("point" as const), path: fc.constantFrom(...PATHS) }),
  fc.record({ act: fc.constant("mode" as const), path: fc.constantFrom(...PATHS) }),
  fc.record({ act: fc.constant("swap" as const), path: fc.constantFrom("/w/a", "/w/b") }),
);

function perform(
  bench: ReturnType<typeof fakeMachine>,
  { act, path }: { readonly act: string; readonly path: string },
): void {
  const at = absolute(path);
  try {
    if (act === "write") bench.place(path, "new");
    else if (act === "edit") bench.edit(path, "edited");
    else if (act === "remove") bench.remove(path);
    else if (act === "folder") bench.makeFolder(at);
    else if (act === "point") bench.place(path, { link: "b" });
    else if (act === "mode") bench.setMode(at, 0o500);
    else {
      bench.rename(at, absolute("/w/aside"));
      bench.rename(absolute(path === "/w/a" ? "/w/b" : "/w/a"), at);
    }
  } catch {} // there is nothing there to change
}

const asking = fc.array(
  fc.tuple(fc.constantFrom(...(Object.keys(LOOKS) as (keyof typeof LOOKS)[])), fc.constantFrom(...PATHS)),
  { minLength: 1, maxLength: 8 },
);

test("what is recalled would be concluded again: wherever something changed, no look has another answer", () => {
  fc.assert(
    fc.property(asking, fc.array(change, { maxLength: 3 }), (asked, changes) => {
      const bench = fakeMachine({
        "/cache": { folder: true },
        "/w/a/x": "one",
        "/w/b/x": "two",
        "/w/link": { link: "a" },
        "/w/loop": { link: "loop" },
      });
      const answers = (machine: LookingMachine) => asked.map(([look, path]) => LOOKS[look](machine, path));
      let before: unknown;
      const recall = kept(bench, (looks) => (before = answers(looks)));
      expect(recall()).toEqual({ answer: 42 });

      for (const one of changes) perform(bench, one);

      if (recall() !== undefined) expect(answers(bench)).toEqual(before);
    }),
    { numRuns: 5000 },
  );
}, 120_000);

/** Milliseconds in which every file system's clock ticks: what changes within a tick of being looked at is what `keep` waits two seconds for. */
const TICK = 25;

test("the same on a disk", () => {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  fc.assert(
    fc.property(asking, fc.array(change, { minLength: 1, maxLength: 3 }), (asked, changes) => {
      const folder = absolute(realpathSync(mkdtempSync(`${tmpdir()}/burrow-remembered-`)));
      try {
        const at = (path: string) => path.replace("/w", `${folder}/w`);
        mkdirSync(at("/w/a"), { recursive: true });
        mkdirSync(at("/w/b"));
        writeFileSync(at("/w/a/x"), "one");
        writeFileSync(at("/w/b/x"), "two");
        symlinkSync("a", at("/w/link"));
        symlinkSync("loop", at("/w/loop"));
        const bench = realWorkbench(realMachine({ env: {} }));
        const answers = (machine: LookingMachine) =>
          asked.map(([look, path]) => LOOKS[look](machine, at(path)));
        let before: unknown;
        const recall = kept(bench, (looks) => (before = answers(looks)), join(folder, "cache"));
        expect(recall()).toEqual({ answer: 42 });
        Atomics.wait(pause, 0, 0, TICK);

        for (const one of changes) performOnDisk(at, one);

        if (recall() !== undefined) expect(answers(bench)).toEqual(before);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 300 },
  );
}, 120_000);

function performOnDisk(
  at: (path: string) => string,
  { act, path }: { readonly act: string; readonly path: string },
): void {
  const place = at(path);
  try {
    if (act === "write") {
      writeFileSync(at("/w/new"), "new");
      renameSync(at("/w/new"), place);
    } else if (act === "edit") writeFileSync(place, "ONE");
    else if (act === "remove") rmSync(place, { recursive: true });
    else if (act === "folder") mkdirSync(place);
    else if (act === "point") symlinkSync("b", place);
    else if (act === "mode") chmodSync(place, 0o500);
    else {
      renameSync(place, at("/w/aside"));
      renameSync(at(path === "/w/a" ? "/w/b" : "/w/a"), place);
    }
  } catch {} // there is nothing there to change
}
