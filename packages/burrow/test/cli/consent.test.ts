import { describe, expect, test } from "vitest";
import { agreed, agreementToHooks } from "../../src/cli/consent.ts";
import { absolute } from "../../src/model/path.ts";
import { reason } from "../../src/model/reason.ts";
import type { HookStep } from "../../src/model/step.ts";
import { plan, ROOT, TERMINAL } from "../render/kit.ts";
import { extended, isolated } from "../render/plans.ts";
import { world } from "./kit.ts";

/** What became of the question, how often it was asked, and whether the plan was shown before. */
async function asked(made: typeof extended, typed: string | undefined, env = {}, yes = false) {
  const questions: string[] = [];
  const said: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return typed;
  };
  const given = world({ terminal: true, ask, env });
  const answer = await agreed(made, yes, {
    world: given,
    look: TERMINAL,
    say: (lines) => said.push(...lines),
  });
  return [answer, questions.length, said.length > 0];
}

describe("before an environment that is not the project's own is changed", () => {
  test.each(["y", "yes", " YES "])("%j agrees", async (typed) => {
    expect(await asked(extended, typed)).toEqual([true, 1, true]);
  });

  test.each([undefined, "", "n", "ye", "yess", "j", "up", "\u001b[A"])(
    "%j changes nothing",
    async (typed) => {
      expect(await asked(extended, typed)).toEqual([false, 1, true]);
    },
  );

  test("nobody is asked in CI, when it was agreed beforehand, or about the project's own", async () => {
    expect(await asked(extended, "n", { CI: "true" })).toEqual([true, 0, false]);
    expect(await asked(extended, "n", {}, true)).toEqual([true, 0, false]);
    expect(await asked(isolated, "n")).toEqual([true, 0, false]);
    expect(await asked(plan(), "n")).toEqual([true, 0, false]);
  });
});

const HOOK: HookStep = {
  kind: "run-hook",
  prefix: absolute("/home/me/code/shop/.venv"),
  project: ROOT,
  name: "prepare data",
  argv: ["python", "tools/prepare.py"],
  required: false,
  why: reason("step-hook", {
    name: "prepare data",
    command: `python "\u001b[2K${"x".repeat(90)} --the-end"`,
  }),
};

describe("before a project's hook runs", () => {
  const about = async (typed: string | undefined) => {
    const said: string[] = [];
    const given = world({ terminal: true, ask: async () => typed });
    const agree = agreementToHooks(false, {
      world: given,
      look: TERMINAL,
      say: (lines) => said.push(...lines),
    });
    return [await agree?.(HOOK), said];
  };

  test("every letter of it is shown, however wide, and none that a terminal would obey", async () => {
    const line = `? up runs this project's hook \`prepare data\`: python "\\x1b[2K${"x".repeat(90)} --the-end"`;
    expect(await about("y")).toEqual([true, [line]]);
  });

  test.each([undefined, "", "n", "yess"])("%j does not run it", async (typed) => {
    expect((await about(typed))[0]).toBe(false);
  });

  test("nobody is asked where nobody is, or in CI; --yes agrees to all", async () => {
    const rest = { look: TERMINAL, say: () => {} };
    expect(agreementToHooks(false, { world: world(), ...rest })).toBeUndefined();
    const ci = world({ terminal: true, env: { CI: "1" } });
    expect(agreementToHooks(false, { world: ci, ...rest })).toBeUndefined();
    expect(await agreementToHooks(true, { world: world(), ...rest })?.(HOOK)).toBe(true);
  });
});
