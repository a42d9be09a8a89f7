import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { doctor } from "../../src/index.ts";
import { ASKED, WARD } from "../kit/ward.ts";
import { cleanVariables } from "../kit/e2e.ts";
import { fill, HEALTHY } from "../kit/healthy.ts";
import { type Expected, FILLED_HOME, homes } from "../kit/homes.ts";
import { indexServer, type IndexServer } from "../kit/index-server.ts";
import { python } from "../kit/tools.ts";
import { wheel } from "../kit/wheel.ts";

const before = { ...process.env };
let folder: string;
let server: IndexServer;
let byTools: readonly Expected[];

beforeAll(async () => {
  byTools = homes([], FILLED_HOME)[FILLED_HOME] ?? []; // before the only index is the one here
  folder = realpathSync(mkdtempSync(join(tmpdir(), "burrow-healthy-")));
  mkdirSync(join(folder, "home"));
  server = await indexServer(WARD.map((recipe) => wheel(recipe)));
  for (const name of Object.keys(process.env))
    if (/^(?:UV_|PIP_|VIRTUAL_ENV|CONDA|PYTHON)/u.test(name)) delete process.env[name];
  Object.assign(process.env, cleanVariables({ home: join(folder, "home"), programs: [python("3.12")] }), {
    UV_CACHE_DIR: join(folder, "cache"),
    UV_DEFAULT_INDEX: server.url,
  });
});

afterAll(async () => {
  process.env = before;
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function examineFilled(prefix: string): Promise<void> {
  await fill(prefix, ASKED);
  const report = await doctor({ subject: prefix, deep: true });
  expect(report.findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  expect(report.health).toBe("healthy");
}

test("there are thirty healthy environments", () => {
  expect(HEALTHY).toHaveLength(30);
});

test.each(HEALTHY)("$name $minor: no false alarm, also in depth", async ({ name, minor, make }) => {
  const prefix = join(folder, `${name}-${minor}`.replaceAll(/\W+/gu, "-"));
  await make(prefix, python(minor));
  await examineFilled(prefix);
});

describe("made by tools that keep environments for projects: no false alarm, also in depth", () => {
  test.each([
    "virtualenv",
    "virtualenvwrapper",
    "poetry",
    "pipenv",
    "hatch",
    "pdm",
    "tox",
    "nox",
    "pyenv-virtualenv",
  ])("%s", async (maker) => {
    const made = byTools.filter(({ kind }) => kind === maker);
    expect(made).not.toEqual([]);
    for (const { prefix } of made) await examineFilled(prefix);
  });
});
