import { expect, test } from "vitest";
import { preservePrefix } from "../../src/apply/preserve.ts";
import { copied, farmed } from "../../src/apply/preserved.ts";
import { absolute, join } from "../../src/model/path.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

const PREFIX = absolute("/p/.venv");
const KEPT = absolute("/p/.venv/.burrow/journal/1/preserved");

test("what is kept of a prefix takes a name for each file and no folder for each folder", async () => {
  const packages = Array.from({ length: 40 }, (_, number) => `lib/package-${number}/inner/__init__.py`);
  const bench = fakeMachine(Object.fromEntries(packages.map((path) => [join(PREFIX, path), path])));

  await preservePrefix(bench, PREFIX, KEPT, ({ path }) => path.includes("package-7/"));

  const names = Object.keys(bench.tree()).filter((path) => path.startsWith(`${KEPT}/`));
  expect(names.filter((path) => bench.status(absolute(path))?.kind === "folder")).toHaveLength(2);
  for (const path of packages) expect(bench.readText(farmed(KEPT, path))).toBe(path);
  expect(bench.readText(copied(KEPT, "lib/package-7/inner/__init__.py"))).toMatch(/package-7/u);
  expect(bench.readText(copied(KEPT, "lib/package-8/inner/__init__.py"))).toBeUndefined();
});
