import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { needs, PROGRAM, ROOT } from "../kit/tools.ts";

/** What the campaign (`scripts/fire.mjs`) tells of one run that went wrong on purpose. */
interface Burnt {
  readonly way: string;
  readonly left: string;
  readonly ok: boolean;
}

/** A short form of a campaign; docs/under-fire.md has what the long one came to. */
function fire(...args: readonly string[]): readonly Burnt[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "scripts/fire.mjs"), "--json", "--tool", "burrow", ...args],
    { encoding: "utf8", maxBuffer: 2 ** 28, env: { ...process.env, BURROW_PROGRAM: PROGRAM } },
  );
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as readonly Burnt[];
}

describe("whatever goes wrong, the next command finds or makes it before or after", () => {
  test.each(["upgrade", "next", "restore"])("%s: killed at random times", (way) => {
    const seed = process.env["BURROW_SEED"] ?? "1";
    const burnt = fire("--kills", process.env["BURROW_KILLS"] ?? "3", "--way", way, "--seed", seed);
    expect(burnt.filter(({ ok }) => !ok)).toEqual([]);
    expect(burnt.filter(({ left }) => left === "open").length).toBeGreaterThan(0);
  });

  test.each(["upgrade", "rollback", "adopt", "repair", "restore", "gc"])("%s: faults at its steps", (way) => {
    const burnt = fire("--combos", "1", "--way", way, "--most", "8");
    expect(burnt.filter(({ ok }) => !ok)).toEqual([]);
    expect(burnt.length).toBeGreaterThan(6);
  });

  test("upgrade: a second fault while the first is taken back", () => {
    const burnt = fire("--combos", "2", "--way", "upgrade", "--most", "6");
    expect(burnt.filter(({ ok }) => !ok)).toEqual([]);
    expect(burnt.length).toBeGreaterThan(3);
  });

  test("upgrade: an engine whose calls fail, files that nobody may change, a full disk", (context) => {
    needs(context, "root", "strace");
    const burnt = fire("--hostile", "--most", "8");
    expect(burnt.filter(({ ok }) => !ok)).toEqual([]);
    expect(burnt.length).toBeGreaterThan(6);
  });

  test.for(["upgrade", "next"])("%s: the power goes, and what was not written is lost", (way, context) => {
    needs(context, "root", "mkfs.ext4", "/dev/loop-control");
    const burnt = fire("--power", "4", "--way", way);
    expect(burnt.filter(({ ok }) => !ok)).toEqual([]);
    expect(burnt.length).toBe(4);
  });

  test("upgrade: another user, to whom not all of the environment belongs", (context) => {
    needs(context, "root", "setpriv");
    const burnt = fire("--visitor", "--most", "5");
    expect(burnt.filter(({ ok }) => !ok)).toEqual([]);
    expect(burnt.length).toBeGreaterThan(4);
  });
});
