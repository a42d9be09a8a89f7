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
import { expect, onTestFinished, test } from "vitest";
import { noting } from "../../src/machine/noting.ts";
import { realMachine } from "../../src/machine/real-machine.ts";
import { realWorkbench } from "../../src/machine/real-workbench.ts";
import { absolute, join } from "../../src/model/path.ts";
import { rememberedIn } from "../../src/registry/remembered.ts";
import { kept, type LookingMachine } from "./concluding.ts";

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
  ["a file is replaced by an older one", (at: string) => renameSync(`${at}/old.txt`, `${at}/req.txt`), false],
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
    "a link on the way leads elsewhere",
    (at: string) => {
      mkdirSync(`${at}/other/pkg`, { recursive: true });
      rmSync(`${at}/link`);
      symlinkSync("other", `${at}/link`);
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
