import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { ENGINES } from "../kit/tools.ts";
import { WARD } from "../kit/ward.ts";
import { freeze } from "../kit/venv.ts";

/** How many environments uv makes in a row; pip, which takes longer, makes a quarter. */
const CREATIONS = Number(process.env["BURROW_CREATIONS"] ?? 12);
const ROWS = [["uv", CREATIONS] as const, ["pip", Math.ceil(CREATIONS / 4)] as const];

test.each(ROWS)(
  "D82 with %s, of %i creations in a row all succeed",
  { timeout: CREATIONS * 60_000 },
  async (engine, creations) => {
    const index = await loopback(ORCHARD);
    const here = project({}, { env: index.env, engine });
    let made = 0;
    for (let number = 0; number < creations; number += 1) {
      const cwd = here.at(`p${number}`);
      mkdirSync(cwd);
      writeFileSync(`${cwd}/requirements.txt`, "pie\n");
      const { status, json } = await here.run("up", "--json", { cwd });
      const held = freeze(`${cwd}/.venv`).join(" ");
      if (status === 0 && json.status === "done" && held === "apple==2.0 pie==1.0") made += 1;
    }
    expect(made).toBe(creations);
  },
);

test.each(ENGINES)(
  "C14 with %s, a project that was moved: doctor says so, and one command has it run where it is now",
  async (engine) => {
    const index = await loopback(WARD);
    const here = project({}, { env: index.env, engine });
    mkdirSync(here.at("before"));
    here.write("before/requirements.txt", "tool\n");
    expect((await here.run("up", { cwd: here.at("before") })).status).toBe(0);
    renameSync(here.at("before"), here.at("after"));
    const cwd = here.at("after");

    const ill = await here.run("doctor", "--json", { cwd });
    expect(ill.status).toBe(1);
    const codes = ill.json.findings.map(({ code }: { code: string }) => code);
    expect(codes).toContain("moved");
    const healed = await here.run("repair", "--yes", "--json", { cwd });
    expect(healed.status, healed.stdout).toBe(0);
    expect(freeze(`${cwd}/.venv`)).toEqual(["leaf==1.0", "tool==1.0"]);
    expect(execFileSync(`${cwd}/.venv/bin/tool`, { encoding: "utf8" })).toBe("tool\n");
    expect(existsSync(here.at("before"))).toBe(false);
    expect((await here.run("doctor", "--json", { cwd })).status).toBe(0);
  },
);
