import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import type { Goal } from "../../src/model/goal.ts";
import { absolute } from "../../src/model/path.ts";
import type { GoalRequest } from "../../src/project/files.ts";
import { readGoal } from "../../src/project/goal.ts";
import { parseYaml } from "../../src/standards/yaml.ts";
import { filesOf } from "../kit/files.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));
const VARIABLES = { INDEX_USER: "ci", INDEX_TOKEN: "t0ken", FLAVOUR: "mint" };

/** Each folder of the corpus is a project; beside its files stands `goal.expected`, the exact goal it has to give. */
describe.each(["requirements", "pyprojects", "scripts", "locks", "conda"])("the goals of %s", (kind) => {
  test.each(readdirSync(join(FIXTURES, kind)))("%s", async (name) => {
    const folder = join(FIXTURES, kind, name);
    const { path, ...request } = requestIn(folder);
    const goal = readGoal(
      {
        path: absolute(`/home/me/${name}/${path ?? (kind === "scripts" ? `${name}.py` : "")}`),
        env: VARIABLES,
        yaml: parseYaml,
        ...(kind === "conda" && { platform: { os: "linux", arch: "x86_64" } }),
        ...request,
      },
      filesOf(contentsOf(folder, `/home/me/${name}`)),
    );
    await expect(printed(goal)).toMatchFileSnapshot(join(folder, "goal.expected"));
  });
});

/** What `goal.request` beside a project's files asks for, its path relative to the folder; by default the folder as it is. */
function requestIn(folder: string): Partial<Omit<GoalRequest, "path">> & { readonly path?: string } {
  const file = join(folder, "goal.request");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { readonly path?: string }) : {};
}

function contentsOf(folder: string, at: string): Record<string, Uint8Array> {
  const found: Record<string, Uint8Array> = {};
  for (const name of readdirSync(folder)) {
    if (name === "goal.expected" || name === "goal.request") continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) Object.assign(found, contentsOf(path, `${at}/${name}`));
    else found[`${at}/${name}`] = readFileSync(path);
  }
  return found;
}

/** JSON with one line for each field, and for each item of a list. */
function printed(goal: Goal): string {
  return Object.entries(goal)
    .map(([key, value]) =>
      Array.isArray(value) && value.length > 0
        ? `${key}\n${value.map((item) => `  ${JSON.stringify(item)}\n`).join("")}`
        : `${key} ${JSON.stringify(value)}\n`,
    )
    .join("");
}
