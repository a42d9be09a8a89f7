import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { completionsFor, SHELLS } from "../../src/cli/completions.ts";
import { TABLE } from "../../src/cli/table.ts";
import { tell } from "./kit.ts";

const loaded = Promise.all(Object.values(TABLE).map((entry) => entry.load()));

const script = async (shell: (typeof SHELLS)[number]) => completionsFor(shell, await loaded).join("\n");

describe("completions", () => {
  test("bash understands them, and completes commands and options", async () => {
    const ask = `${await script("bash")}
      COMP_WORDS=(burrow pl); COMP_CWORD=1; _burrow; echo "\${COMPREPLY[@]}"
      COMP_WORDS=(burrow up --isol); COMP_CWORD=2; _burrow; echo "\${COMPREPLY[@]}"`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", ask], { encoding: "utf8" });
    expect([status, stderr, stdout]).toEqual([0, "", "plan\n--isolate\n"]);
  });

  test("zsh and fish understand them, where they are", async () => {
    const folder = mkdtempSync(join(tmpdir(), "burrow-completions-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const shell of ["zsh", "fish"] as const) {
      const file = join(folder, shell);
      writeFileSync(file, await script(shell));
      const { error, status, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
      if (error === undefined) expect([status, stderr]).toEqual([0, ""]);
    }
  });

  test("every option of every command is in each", async () => {
    for (const shell of SHELLS) {
      const text = await script(shell);
      for (const { options } of await loaded)
        for (const name of Object.keys(options))
          expect(text).toContain(shell === "fish" ? `-l ${name}` : `--${name}`);
    }
  });

  test("another shell is refused with those that there are", async () => {
    const { status, stderr } = await tell(["completions", "tcsh"]);
    expect([status, stderr.split("\n")[0]]).toEqual([2, "✗ `tcsh` is not a shell that burrow completes for"]);
  });
});
