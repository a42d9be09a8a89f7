import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { eyesOf } from "../../src/operations/verify-prefix.ts";
import { readGoal } from "../../src/project/goal.ts";
import { filesOf } from "../../src/operations/project-files.ts";
import type { Context } from "../../src/operations/context.ts";
import { distribution, python, venv } from "../kit/builders.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

const GENERATION = absolute("/p/.burrow/generations/default/1");
const hash = (digit: string) => `sha256:${digit.repeat(64)}`;

/** Why a generation that is not recorded yet does not hold `foo` by its hash, when it was built from a pin with `built`. */
function unmet(built: string): string | undefined {
  const machine = fakeMachine({
    ...python("/opt/python312", "3.12.4"),
    ...venv(GENERATION, { packages: [distribution("foo", "1.0")] }),
    "/p/requirements.txt": `foo==1.0 --hash=${hash("a")}\n`,
  });
  const goal = readGoal({ path: absolute("/p"), env: {} }, filesOf(machine));
  const pins = [{ name: "foo", version: "1.0", hashes: [built] }];
  return eyesOf({ machine } as unknown as Context, { goal, pins }).unmet(GENERATION, [])?.code;
}

test("what a generation was built from proves its hashes before it is recorded", () => {
  expect(unmet(hash("a"))).toBeUndefined();
  expect(unmet(hash("b"))).toBe("unproven");
});
