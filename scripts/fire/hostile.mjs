// Surroundings that do not let a change come to its end: calls of the engine that fail (strace), files that nobody may change, folders mounted
// read-only, a disk too small. Needs root on Linux.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isOpen } from "./contestants.mjs";
import { difference } from "./oracle.mjs";
import { endAllIn, run } from "./process.mjs";
import { UV } from "./setting.mjs";

const SITE = ".venv/lib/python*/site-packages";
const CALLS = {
  write: "write,writev,pwrite64,copy_file_range",
  rename: "rename,renameat,renameat2",
  link: "link,linkat,symlink,symlinkat",
  unlink: "unlink,unlinkat,rmdir",
  mkdir: "mkdir,mkdirat",
};
const ERRORS = ["ENOSPC", "EIO", "EACCES"];
const WHENS = ["1", "2+", "5", "12+", "40"];

const sh = (script, cwd) => execFileSync("sh", ["-c", script], { cwd, stdio: "pipe" });

/** The engine under strace: some kernel calls fail, the nth (`5`) or from the nth on (`12+`) of each of its threads. */
function injected(calls, error, when) {
  const tracer = [
    "strace",
    "-f",
    "-qq",
    "-o",
    "/dev/null",
    "-e",
    `inject=${CALLS[calls]}:error=${error}:when=${when}`,
  ];
  return { name: `${calls} ${when} ${error}`, tracer };
}

/** A place in the environment that cannot be changed: how it is made so, and made free again. */
function stubborn(name, make, free) {
  return { name, make: (here) => sh(make, here.cwd), free: (here) => sh(free, here.cwd) };
}

/** Parts of the environment that change, and where they are. */
export const PLACES = [
  ["a file", `${SITE}/idna/core.py`],
  ["a package's folder", `${SITE}/idna`],
  ["site-packages", SITE],
  ["metadata", `${SITE}/idna-3.4.dist-info`],
];

const HOSTILE = [
  ...Object.keys(CALLS).flatMap((calls) =>
    ERRORS.flatMap((error) => WHENS.map((when) => injected(calls, error, when))),
  ),
  ...PLACES.map(([what, path]) =>
    stubborn(`immutable: ${what}`, `chattr +i ${path}`, "chattr -R -i .venv 2>/dev/null || true"),
  ),
  ...PLACES.map(([what, path]) =>
    stubborn(
      `read-only mount: ${what}`,
      `for at in ${path}; do mount --bind $at $at; mount -o remount,ro,bind $at; done`,
      `for at in ${path}; do umount -l $at; done`,
    ),
  ),
  ...["64k", "256k", "1m"].map((room) =>
    stubborn(`a disk with ${room} left`, full(room), "cd ..; umount -l project"),
  ),
];

/** The project moves to a disk of its own, as large as it is and a little more. */
function full(room) {
  const bytes = { "64k": 64, "256k": 256, "1m": 1024 }[room] * 1024;
  return `cd ..; size=$(( $(du -s -B1 kept/project | cut -f1) + ${bytes} )); mount -t tmpfs -o size=$size,mode=755 none project; cp -a kept/project/. project/`;
}

/** Lets a tool change an environment in each of these surroundings, then frees them, and judges; burrow's next command is \`recover\`, the peers' the same again. */
export async function tryHostile(set, { tell, isKnown, most }) {
  const { campaign, folder, here, reset } = set;
  const step = Math.max(1, Math.floor(HOSTILE.length / most));
  for (const [index, one] of HOSTILE.entries()) {
    if (index % step !== 0 || isKnown(one.name)) continue;
    await reset();
    one.make?.(here);
    const { command, env } = engineOf(campaign, folder, here, one.tracer);
    let ended;
    try {
      ended = await run(command, { ...here, env });
      await endAllIn(folder);
      tell({
        tool: campaign.tool,
        way: campaign.way,
        hostile: one.name,
        ...(await judgeHostile(set, ended, () => one.free?.(here))),
      });
    } finally {
      if (ended === undefined) one.free?.(here);
    }
  }
}

/** The command with its engine traced: of burrow's only the act that installs into the environment. */
function engineOf({ tool, command }, folder, { env }, tracer) {
  if (tracer === undefined) return { command, env };
  if (tool !== "burrow") return { command: [...tracer, ...command], env };
  const shim = join(folder, "shim/uv");
  mkdirSync(join(folder, "shim"), { recursive: true });
  const words = tracer.map((word) => `'${word}'`).join(" ");
  writeFileSync(
    shim,
    `#!/bin/sh\ncase " $* " in *" --target "*) ;; *" --require-hashes "*) exec ${words} '${UV}' "$@" ;; esac\nexec '${UV}' "$@"\n`,
  );
  chmodSync(shim, 0o755);
  return { command, env: { ...env, PATH: `${join(folder, "shim")}:${env.PATH}` } };
}

/** What was left, and whether the next command, once the hindrance has gone, heals it. */
export async function judgeHostile(
  { campaign, here, see, stateNow, contentNow, before, faults },
  { status, said },
  free,
) {
  const isBurrow = campaign.tool === "burrow";
  const open = isBurrow && isOpen(here.cwd);
  const now = see();
  const isApart =
    isBurrow && status === 0 && keepsVenv(now, before) && faults(".burrow/envs/default").length === 0;
  const left = isApart ? "apart" : isBurrow ? contentNow() : stateNow();
  free();
  const wrong = left === "third" ? faults() : [];
  const next = await run(isBurrow ? campaign.recover : campaign.command, here);
  const state = isApart && keepsVenv(see(), before) ? "apart" : stateNow();
  const still = state === "third" ? faults() : [];
  const isTold = status !== 0 && (left === "before" || (status === 5 && open));
  const healed = next.status === 0 && (isBurrow ? state !== "third" : still.length === 0);
  const ok = healed && (isBurrow ? (status === 0 && ["after", "apart"].includes(left)) || isTold : true);
  return {
    ended: status,
    left,
    broken: wrong.length > 0,
    lies: status === 0 && left === "third" && wrong.length > 0,
    next: next.status,
    state,
    ok,
    silent: next.status === 0 && still.length > 0,
    ...(!ok && {
      difference: difference(now, before),
      wrong: [...wrong, ...still].slice(0, 6),
      said: said().slice(-600),
      again: next.said().slice(-600),
    }),
  };
}

/** Whether the environment is what it was: burrow may have made another one beside it. */
function keepsVenv(now, before) {
  return now.length > before.length && venvOf(now) === venvOf(before);
}

function venvOf(lines) {
  return lines.filter((line) => /^\.venv[ /]/u.test(line)).join("\n");
}
