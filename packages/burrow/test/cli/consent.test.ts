import { describe, expect, test } from "vitest";
import { agreed } from "../../src/cli/consent.ts";
import { plan, TERMINAL } from "../render/kit.ts";
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
