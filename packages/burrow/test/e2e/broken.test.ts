import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply, doctor, plan, repair } from "../../src/index.ts";
import { BREAKAGES, type Maker } from "../kit/breakages.ts";
import { ASKED, WARD } from "../kit/ward.ts";
import { cleanVariables, placePips } from "../kit/e2e.ts";
import { indexServer, type IndexServer } from "../kit/index-server.ts";
import { type EngineName, ENGINES, findPython, python } from "../kit/tools.ts";
import { freeze, makeVenv } from "../kit/venv.ts";
import { wheel } from "../kit/wheel.ts";

const before = { ...process.env };
const PYTHON = python("3.12");
const HELD = ["leaf==1.0", "lonely==3.0", "tool==1.0", "torch==2.1.0+cu121"];

let folder: string;
let server: IndexServer;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "burrow-broken-")));
  const home = join(folder, "home");
  mkdirSync(home);
  placePips(home);
  server = await indexServer(WARD.map((recipe) => wheel(recipe)));
  for (const name of Object.keys(process.env))
    if (/^(?:UV_|PIP_|VIRTUAL_ENV|CONDA|PYTHON)/u.test(name)) delete process.env[name];
  Object.assign(process.env, cleanVariables({ home, programs: [PYTHON] }), {
    UV_CACHE_DIR: join(folder, "cache"),
    UV_DEFAULT_INDEX: server.url,
    PIP_INDEX_URL: server.url,
    OTHER_PYTHON: realpathSync(findPython("3.11") ?? python("3.13")),
  });
});

afterAll(async () => {
  process.env = before;
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;

/** A project with an environment that holds the distributions, by one of the makers. */
async function well(maker: Maker, engine: EngineName): Promise<string> {
  made += 1;
  const root = join(folder, `project-${made}`);
  const prefix = join(root, ".venv");
  mkdirSync(root);
  writeFileSync(join(root, "requirements.txt"), `${ASKED.join("\n")}\n`);
  if (maker === "burrow") {
    await apply(await plan({ cwd: root, python: "3.12", engine }));
    return prefix;
  }
  if (maker === "venv") execFileSync(PYTHON, ["-m", "venv", "--without-pip", prefix]);
  await makeVenv(prefix, { python: PYTHON, requirements: ASKED, env: process.env, there: maker === "venv" });
  return prefix;
}

const ALL = BREAKAGES.flatMap((one) =>
  (one.makers ?? (["uv", "venv", "burrow"] as const)).map((maker) => ({ ...one, maker })),
);
/** What pip mends in every run: burrow's own and another's, in place and anew. */
const BY_PIP: readonly string[] = [
  "one file of a distribution is deleted",
  "RECORD is gone",
  "two metadata folders of one name",
  "the base is gone",
  "a script is a link to nothing",
  "torch is the build for another accelerator",
];
const inTurn = BREAKAGES.flatMap(({ name }, index) => {
  const those = ALL.filter((one) => one.name === name);
  return those[index % those.length] ?? [];
});
const some = { uv: inTurn, pip: inTurn.filter(({ name }) => BY_PIP.includes(name)) };
/** Each way once by uv, the makers in turn, and some by pip; `BURROW_BREAKAGES=all` tries each with every maker by both. */
const CASES = ENGINES.flatMap((engine) =>
  (process.env["BURROW_BREAKAGES"] === "all" ? ALL : some[engine]).map((one) => ({ ...one, engine })),
);

test("there are at least sixty environments, broken in at least fifteen ways", () => {
  expect(ALL.length).toBeGreaterThanOrEqual(60);
  expect(new Set(BREAKAGES.flatMap(({ found }) => found)).size).toBeGreaterThanOrEqual(15);
});

describe("D57 D58 D59 what is broken is found with its cause, then healed or refused", () => {
  test.each(CASES)("$name ($maker, $engine)", async (broken) => {
    const { maker, engine, breaks, found, repair: outcome, deep = false } = broken;
    const whole = await well(maker, engine);
    const prefix = breaks(whole) ?? whole;

    const report = await doctor({ subject: prefix, deep });
    const grave = report.findings.filter(({ severity }) => severity !== "info");
    const codes = [...new Set(grave.map(({ code }) => code as string))].filter(
      (code) => code !== "changed-by-hand",
    );
    expect(codes.toSorted()).toEqual(found);

    const result = await repair({ subject: prefix, deep, engine });
    expect(result.status, JSON.stringify(result, undefined, 1).slice(0, 6000)).toBe(outcome);
    if (outcome !== "done") return;
    expect(freeze(prefix)).toEqual(HELD);
    expect((await repair({ subject: prefix, deep, engine })).status).toBe("healthy");
  });
});
