import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { apply } from "../../src/apply/transaction.ts";
import { reason } from "../../src/model/reason.ts";
import { fakeMachine } from "../kit/fake-machine.ts";
import { applyContext, environmentFiles, generationSteps, inPlaceSteps, planOf } from "./kit.ts";

const SITE = "/p/.venv/lib/site-packages";

/** A distribution whose RECORD lists a file of click's as well, with this content. */
const rival = (content: string) => {
  const digest = createHash("sha256").update(content).digest("base64url");
  return {
    [`${SITE}/rival-1.dist-info/METADATA`]: "Name: rival\nVersion: 1\n",
    [`${SITE}/rival-1.dist-info/RECORD`]: `click/__init__.py,sha256=${digest},${content.length}\n`,
  };
};

test("a change that overwrites a file of another distribution is taken back, and both are named", async () => {
  const files = { ...environmentFiles("/p/.venv", ["click==7.0"]), ...rival('version = "7.0"\n') };
  const bench = fakeMachine(files);
  const before = bench.tree();
  await expect(apply(planOf(inPlaceSteps(["click==8.1"])), applyContext(bench))).rejects.toMatchObject({
    code: "apply/rolled-back",
    because: "click 8.1 overwrote click/__init__.py of rival 1",
  });
  expect(bench.tree()).toEqual(before);
});

test("two that agree on a file, or did not before, are left alone", async () => {
  for (const content of ['version = "8.1"\n', "long gone"]) {
    const bench = fakeMachine({ ...environmentFiles("/p/.venv", ["click==7.0"]), ...rival(content) });
    const applied = apply(planOf(inPlaceSteps(["click==8.1"])), applyContext(bench));
    await expect(applied).resolves.toMatchObject({ steps: 4 });
  }
});

test.each([
  ["a new generation", generationSteps(1, ["click==8.1"])],
  ["a change in place", inPlaceSteps(["click==8.1"])],
])("%s that does not hold the goal is taken back with the reason", async (_, steps) => {
  const bench = fakeMachine(environmentFiles("/p/.venv", ["click==7.0"]));
  const before = bench.tree();
  const unmet = () => reason("lacks", { what: "flask" });
  const plan = planOf(steps.filter(({ kind }) => kind !== "link"));
  await expect(apply(plan, applyContext(bench, { unmet }))).rejects.toMatchObject({
    code: "apply/rolled-back",
    because: "it lacks flask",
    details: { step: "verify" },
  });
  expect(bench.tree()).toEqual(before);
});
