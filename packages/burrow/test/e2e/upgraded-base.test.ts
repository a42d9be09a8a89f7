import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { pythonCopy } from "../kit/python-copy.ts";
import { ENGINES, python, somePython } from "../kit/tools.ts";
import { freeze, makeVenv } from "../kit/venv.ts";

/** What an upgrade of a distribution does: the Python that environments stand on is gone, and only another minor version is there. */
const OLD = "3.9";

test.each(ENGINES)(
  "with %s, the base went with an upgrade: rebuilt from what was recorded at the same versions on the Python that is there, and said to be partly so",
  async (engine) => {
    const old = pythonCopy(python(OLD), {});
    const index = await loopback(ORCHARD);
    const here = project(
      { "requirements.txt": "apple==1.0\npear==1.0\n", "no-pythons/python-downloads.json": "{}" },
      { engine, env: index.env, programs: [old] },
    );
    const env = { BURROW_PYTHON_MIRROR: here.at("no-pythons") }; // which offers none
    expect((await here.run("up", "--python", OLD, "--json")).json.plan.python.version).toMatch(/^3\.9\./u);
    expect(freeze(here.at(".venv"))).toEqual(["apple==1.0", "pear==1.0"]);
    rmSync(dirname(dirname(old)), { recursive: true });

    const found = (await here.run("doctor", "--json")).json.findings.map(({ code }: any) => code);
    expect(found).toContain("base-gone");
    const planned = await here.run("repair", "--dry-run", { env });
    expect([planned.status, freezeFails(here.at(".venv"))]).toEqual([0, true]);
    expect(planned.stdout).toMatch(/^! no Python 3\.9\.\d+ can be had; it is on 3\.\d+\.\d+ now$/mu);

    const mended = await here.run("repair", "--yes", "--json", { env });
    expect([mended.status, mended.json.status], mended.stdout).toEqual([1, "partly"]);
    expect(mended.json.repairs[0].lost.map(({ code }: any) => code)).toEqual(["python-instead"]);
    expect(freeze(here.at(".venv"))).toEqual(["apple==1.0", "pear==1.0"]);
    expect((await here.run("repair", "--yes", "--json")).json.status).toBe("healthy");
  },
);

test.each(ENGINES)(
  "with %s, what is on no index any more is named, and the rest of it is there again; an environment of another's making too",
  async (engine) => {
    const base = pythonCopy(somePython(), {});
    const index = await loopback(ORCHARD);
    const here = project({ "requirements.txt": "pear\n" }, { engine, env: index.env });
    const requirements = ["apple==1.0", "pear==1.0"];
    await makeVenv(here.at(".venv"), { python: base, requirements, env: index.env });
    rmSync(dirname(dirname(base)), { recursive: true });
    const fewer = await loopback(ORCHARD.filter(({ name }) => name !== "apple"));

    const mended = await here.run("repair", "--yes", { env: fewer.env });
    expect([mended.status, freeze(here.at(".venv"))], mended.stdout).toEqual([1, ["pear==1.0"]]);
    expect(mended.stdout).toMatch(/^partly healed {2}\d findings?, 0 left$/mu);
    expect(mended.stdout).toMatch(/^! apple 1\.0 cannot be had again: it is on no index in this version$/mu);
  },
);

function freezeFails(prefix: string): boolean {
  try {
    freeze(prefix);
    return false;
  } catch {
    return true;
  }
}
