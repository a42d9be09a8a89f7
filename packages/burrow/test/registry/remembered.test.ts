import fc from "fast-check";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Machine } from "../../src/machine/machine.ts";
import { noting } from "../../src/machine/noting.ts";
import { realMachine } from "../../src/machine/real-machine.ts";
import { realWorkbench } from "../../src/machine/real-workbench.ts";
import type { Workbench } from "../../src/machine/workbench.ts";
import { absolute, join } from "../../src/model/path.ts";
import { rememberedIn } from "../../src/registry/remembered.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

const CACHE = absolute("/cache");

/** Concludes something from looks, keeps it, and gives what recalls it. The clock is so late that everything has been still for long. */
function kept(
  bench: Workbench,
  look: (machine: Pick<Machine, "env"> & Omit<Machine, "platform" | "home" | "uid" | "state">) => unknown,
  cache = CACHE,
  began = Infinity,
) {
  const memory = rememberedIn(bench, cache);
  const { looks, notes } = noting(bench);
  look(looks);
  memory.keep({ key: "question", value: { answer: 42 }, notes: notes(), began });
  return () => memory.recall("question");
}

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

type LookingMachine = Omit<Machine, "platform" | "home" | "uid" | "state">;

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

describe("on a disk", () => {
  function place() {
    const folder = absolute(realpathSync(mkdtempSync(`${tmpdir()}/burrow-remembered-`)));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(`${folder}/site/pkg`, { recursive: true });
    writeFileSync(`${folder}/site/pkg/mod.py`, "1\n");
    writeFileSync(`${folder}/old.txt`, "old\n");
    writeFileSync(`${folder}/req.txt`, "new\n");
    utimesSync(`${folder}/old.txt`, 1, 1);
    symlinkSync("site", `${folder}/link`);
    return {
      folder,
      bench: realWorkbench(realMachine({ env: { HERE: "1", SECRET: "hush" } })),
      cache: join(folder, "cache"),
    };
  }
  const look = (folder: string) => (machine: LookingMachine) => {
    machine.readText(absolute(`${folder}/req.txt`));
    machine.names(absolute(`${folder}/link/pkg`));
    machine.status(absolute(`${folder}/link/pkg/absent`));
    machine.status(absolute(folder));
    return machine.env["HERE"];
  };

  test.each([
    ["nothing", () => {}, true],
    [
      "a file comes into a folder that was only asked what it is",
      (at: string) => writeFileSync(`${at}/new`, ""),
      true,
    ],
    [
      "a file is replaced by an older one",
      (at: string) => renameSync(`${at}/old.txt`, `${at}/req.txt`),
      false,
    ],
    [
      "a file is edited and its time put back",
      (at: string) => {
        writeFileSync(`${at}/req.txt`, "NEW\n");
        utimesSync(`${at}/req.txt`, 1, 1);
      },
      false,
    ],
    ["a file comes into a listed folder", (at: string) => writeFileSync(`${at}/site/pkg/absent`, ""), false],
    ["a file goes from a listed folder", (at: string) => rmSync(`${at}/site/pkg/mod.py`), false],
    ["a folder's mode changes", (at: string) => chmodSync(at, 0o711), false],
    [
      "a link on the way leads elsewhere",
      (at: string) => {
        mkdirSync(`${at}/other/pkg`, { recursive: true });
        rmSync(`${at}/link`);
        symlinkSync("other", `${at}/link`);
      },
      false,
    ],
  ])("%s", (_, act, holds) => {
    const { folder, bench, cache } = place();
    const recall = kept(bench, look(folder), cache);
    act(folder);
    expect(recall()).toEqual(holds ? { answer: 42 } : undefined);
  });

  test("is not kept when something changed just before the first look, and is when it was still", () => {
    const { folder, bench, cache } = place();
    expect(kept(bench, look(folder), cache, Date.now())()).toBeUndefined();
    expect(kept(bench, look(folder), cache, Date.now() + 3000)()).toEqual({ answer: 42 });
  });

  test.each([
    ["a file goes", (at: string) => rmSync(`${at}/req.txt`)],
    ["a folder goes, with all that is in it", (at: string) => rmSync(`${at}/site`, { recursive: true })],
    [
      "a link on the way is made anew",
      (at: string) => {
        rmSync(`${at}/link`);
        symlinkSync("site", `${at}/link`);
      },
    ],
  ])("is not kept when %s after it was looked at", async (_, act) => {
    const { folder, bench, cache } = place();
    const made = Date.now();
    await setTimeout(60);
    const looking = (machine: LookingMachine) => {
      machine.readText(absolute(`${folder}/req.txt`));
      machine.readText(absolute(`${folder}/site/pkg/mod.py`));
      machine.realPath(absolute(`${folder}/link/pkg`));
    };
    const whileLooking = kept(
      bench,
      (machine) => {
        looking(machine);
        act(folder);
      },
      cache,
      made + 2030,
    );
    expect(whileLooking()).toBeUndefined();
    expect(kept(bench, looking, cache)()).toEqual({ answer: 42 });
  });

  test("other variables, another question, a file that was cut off: concluded anew; no variable's value is written", () => {
    const { folder, bench, cache } = place();
    kept(bench, (machine) => [look(folder)(machine), machine.env["SECRET"]], cache);
    const [file = ""] = bench.names(join(cache, "conclusions"));
    const path = join(cache, "conclusions", file);
    const text = bench.readText(path) ?? "";
    const again = (env: Record<string, string>, key = "question") =>
      rememberedIn(realWorkbench(realMachine({ env })), cache).recall(key);

    expect(text).not.toContain("hush");
    expect(bench.status(path)?.mode).toBe(0o600);
    expect(again({ HERE: "1", SECRET: "hush" })).toEqual({ answer: 42 });
    expect(again({ HERE: "1", SECRET: "hush", MORE: "1" })).toEqual({ answer: 42 });
    expect(again({ HERE: "2", SECRET: "hush" })).toBeUndefined();
    expect(again({ SECRET: "hush" })).toBeUndefined();
    expect(again({ HERE: "1", SECRET: "hush" }, "another")).toBeUndefined();
    bench.writeFile(path, text.slice(0, text.lastIndexOf("\n")));
    expect(again({ HERE: "1", SECRET: "hush" })).toBeUndefined();
  });

  test("who ran a program, or read all variables, is not remembered", async () => {
    const { folder, bench, cache } = place();
    expect(kept(bench, ({ env }) => Object.keys(env), cache)()).toBeUndefined();
    const { looks, notes } = noting(bench);
    await looks.probe(absolute(`${folder}/req.txt`), AbortSignal.timeout(5000));
    expect(notes().closed).toBe(true);
  });

  test("keeps the newest 256", () => {
    const { bench, cache } = place();
    const memory = rememberedIn(bench, cache);
    const notes = noting(bench).notes();
    for (let index = 0; index < 260; index += 1)
      memory.keep({ key: `${index}`, value: index, notes, began: Infinity });
    expect(bench.names(join(cache, "conclusions"))).toHaveLength(256);
    expect(memory.recall("259")).toBe(259);
  });
});
