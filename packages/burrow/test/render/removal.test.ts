import { expect, test } from "vitest";
import type { Collection, Purge } from "../../src/model/history.ts";
import { reason } from "../../src/model/reason.ts";
import { gcText } from "../../src/render/gc.ts";
import { purgeText } from "../../src/render/purge.ts";
import { path, shown, TERMINAL } from "./kit.ts";

const generation = (number: number) => path(`/home/me/code/shop/.burrow/generations/default/${number}`);

const COLLECTION: Collection = {
  status: "planned",
  removed: [
    { folder: generation(1), number: 1, because: reason("beyond-number", { keep: 2 }) },
    { folder: generation(2), number: 2, because: reason("beyond-size", { size: "1 kB" }) },
  ],
  kept: [
    { folder: generation(3), because: reason("in-use", { pid: 4711 }) },
    { folder: generation(4), because: reason("young", {}) },
  ],
  bytes: 1_200_000,
};

test("gc: what goes and why, what stays and why, and what that frees", () => {
  expect(shown(gcText(COLLECTION, TERMINAL))).toMatchInlineSnapshot(`
    "
    - ~/code/shop/.burrow/generations/default/1  more than the 2 that are kept
    - ~/code/shop/.burrow/generations/default/2
        what older ones take alone is more than 1 kB
      ~/code/shop/.burrow/generations/default/3  stays: process 4711 uses it
      ~/code/shop/.burrow/generations/default/4
        stays: it was made less than a day ago, and whether it is in use cannot be
          told here
    2 generations, 1.2 MB would be free · nothing was changed
    "
  `);
  expect(gcText(COLLECTION, { ...TERMINAL, cut: false })[1]).toBe(
    "- ~/code/shop/.burrow/generations/default/2  what older ones take alone is more than 1 kB",
  );
  expect(gcText({ ...COLLECTION, status: "done" }, TERMINAL).at(-1)).toBe(
    "2 generations removed, 1.2 MB freed",
  );
  const nothing = { ...COLLECTION, status: "nothing", removed: [], kept: [], bytes: 0 } as const;
  expect(gcText(nothing, TERMINAL)).toEqual(["nothing to remove"]);
  expect(gcText({ ...nothing, status: "cancelled" }, TERMINAL)).toEqual(["cancelled; nothing was changed"]);
});

const NOTHING: Purge = { status: "nothing", removed: [], kept: [], failed: [], bytes: 0 };
const PURGE: Purge = {
  status: "planned",
  removed: [
    { prefix: path("/home/me/code/shop/.venv"), name: "default", generations: [1, 2], size: 31_400_000 },
    { prefix: path("/home/me/old/.burrow/envs/docs"), name: "docs", generations: [4], size: 900 },
  ],
  kept: [],
  failed: [],
  bytes: 12_600_000,
};
const STAYING: Purge["kept"] = [
  { prefix: path("/home/me/a/.venv"), because: reason("not-made-here", {}) },
  { prefix: path("/home/me/b/.venv"), because: reason("frozen", { message: "ask the lab" }) },
  { prefix: path("/home/me/c/.venv"), because: reason("external", {}) },
  { prefix: path("/home/me/d/.venv"), because: reason("used-by", { path: path("/home/me/code/tools") }) },
  { prefix: path("/home/me/e/.venv"), because: reason("in-use", { pid: 4711 }) },
  { prefix: path("/home/me/f/.venv"), because: reason("active-here", { command: "deactivate" }) },
  { prefix: path("/home/me/g/.venv"), because: reason("active-in", { pid: 4711 }) },
  { prefix: path("/home/me/h/.venv"), because: reason("lock-held", { pid: 4711 }) },
  { prefix: path("/home/me/i/.venv"), because: reason("use-unknown", {}) },
  { prefix: path("/home/me/j/.venv"), because: reason("made-meanwhile", { number: 3 }) },
];

test("purge: what goes with its size, and what that frees", () => {
  expect(shown(purgeText(PURGE, TERMINAL))).toMatchInlineSnapshot(`
    "
    - ~/code/shop/.venv  2 generations, 31 MB
    - ~/old/.burrow/envs/docs  1 generation, 900 B
    2 environments, 13 MB would be free · nothing was changed
    "
  `);
  expect(shown(purgeText({ ...PURGE, doubt: reason("use-untold", {}) }, TERMINAL))).toMatchInlineSnapshot(`
    "
    - ~/code/shop/.venv  2 generations, 31 MB
    - ~/old/.burrow/envs/docs  1 generation, 900 B
    ! what is in use cannot be told on this machine
    2 environments, 13 MB would be free · nothing was changed
    "
  `);
  expect(shown(purgeText({ ...PURGE, status: "done" }, TERMINAL))).toMatchInlineSnapshot(`
    "
    - ~/code/shop/.venv  2 generations, 31 MB
    - ~/old/.burrow/envs/docs  1 generation, 900 B
    2 environments removed, 13 MB freed · burrow rollback brings back what one held
    "
  `);
  expect(shown(purgeText({ ...PURGE, status: "done" }, { ...TERMINAL, width: 40 }))).toMatchInlineSnapshot(`
    "
    - ~/code/shop/.venv
        2 generations, 31 MB
    - ~/old/.burrow/envs/docs
        1 generation, 900 B
    2 environments removed, 13 MB freed ·
      burrow rollback brings back what one
      held
    "
  `);
});

test("purge: what stays, and what to do about it", () => {
  expect(shown(purgeText({ ...NOTHING, kept: STAYING }, TERMINAL))).toMatchInlineSnapshot(`
    "
      ~/a/.venv  stays: burrow did not make it
      ~/b/.venv  stays: its owner froze it: ask the lab
      ~/c/.venv  stays: it is declared external and never changed
      ~/d/.venv  stays: the project ~/code/tools uses it too
      ~/e/.venv  stays: process 4711 uses it
      ~/f/.venv  stays: this shell has it activated: \`deactivate\` first
      ~/g/.venv  stays: process 4711 has it activated: deactivate it there
      ~/h/.venv  stays: another burrow is changing it (process 4711)
      ~/i/.venv
        stays: whether it is in use cannot be told here: name it to remove it
      ~/j/.venv  stays: generation 3 was made meanwhile
    nothing to remove
    "
  `);
});

test("purge: what could not be removed, beside what went; and where it was cancelled on the way", () => {
  const failed: Purge["failed"] = [
    {
      prefix: path("/home/me/b/.venv"),
      code: "machine/refused",
      message: "`/home/me/b/.burrow/lock` cannot be used",
      because: "its file system is read-only (EROFS: read-only file system)",
    },
    {
      prefix: path("/home/me/c/.venv"),
      code: "apply/needs-recovery",
      message: "the environment `default` of `/home/me/c` is only half removed",
      because: "EIO: i/o error",
      hint: "burrow recover",
    },
  ];
  const removed = PURGE.removed.slice(0, 1);
  expect(shown(purgeText({ ...PURGE, status: "partly", removed, failed }, TERMINAL))).toMatchInlineSnapshot(`
    "
    - ~/code/shop/.venv  2 generations, 31 MB
    ✗ ~/b/.venv: \`/home/me/b/.burrow/lock\` cannot be used
      because: its file system is read-only (EROFS: read-only file system)
    ✗ ~/c/.venv: the environment \`default\` of \`/home/me/c\` is only half removed
      because: EIO: i/o error
      hint: burrow recover
    1 environment removed, 13 MB freed; 2 could not be removed
    "
  `);
  expect(purgeText({ ...NOTHING, status: "failed", failed }, TERMINAL).at(-1)).toBe(
    "no environment was removed",
  );
  expect(purgeText({ ...PURGE, status: "cancelled", removed }, TERMINAL).at(-1)).toBe(
    "cancelled; 1 environment removed, 13 MB freed",
  );
  expect(purgeText({ ...NOTHING, status: "cancelled" }, TERMINAL)).toEqual([
    "cancelled; nothing was changed",
  ]);
});
