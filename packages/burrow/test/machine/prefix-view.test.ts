import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realRunner } from "../../src/machine/real-runner.ts";
import { absolute } from "../../src/model/path.ts";
import { onPath } from "../kit/tools.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "burrow-view-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a program sees the environment through its view, and what it leaves there does not reach it", async () => {
  const prefix = join(folder, "env");
  mkdirSync(join(prefix, "lib"), { recursive: true });
  writeFileSync(join(prefix, "pyvenv.cfg"), "home = /usr/bin\n");
  writeFileSync(join(prefix, "lib/module.py"), "x = 1\n");
  const script = 'cat "$1/pyvenv.cfg" "$1/lib/module.py"; touch "$1/.lock"; echo changed >> "$1/pyvenv.cfg"';

  const { status, stdout } = await realRunner({ scratch: absolute(join(folder, "scratch")) }).run(
    {
      program: absolute(onPath("sh") ?? "/bin/sh"),
      args: ["-c", script, "sh", { scratch: "environment" }],
      views: { environment: absolute(prefix) },
      env: { PATH: "/usr/bin:/bin" },
    },
    { signal: new AbortController().signal },
  );

  expect([status, stdout]).toEqual([0, "home = /usr/bin\nx = 1\n"]);
  expect(readdirSync(prefix).toSorted()).toEqual(["lib", "pyvenv.cfg"]);
  expect(readFileSync(join(prefix, "pyvenv.cfg"), "utf8")).toBe("home = /usr/bin\n");
  expect(readdirSync(join(prefix, "lib"))).toEqual(["module.py"]);
  expect(readdirSync(join(folder, "scratch"))).toEqual([]);
});
