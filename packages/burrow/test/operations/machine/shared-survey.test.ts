import { expect, test } from "vitest";
import type { MachineSurvey } from "../../../src/model/machine-survey.ts";
import { absolute } from "../../../src/model/path.ts";
import type { Context } from "../../../src/operations/context.ts";
import { sharedSurvey } from "../../../src/operations/machine/shared-survey.ts";
import { fakeMachine } from "../../kit/fake-machine.ts";
import { fakeProcesses } from "../../kit/fake-processes.ts";

const folders = { config: absolute("/h/config"), data: absolute("/h/data"), cache: absolute("/h/cache") };

/** A context whose clock goes on by one with every look at it, and a look at the machine that waits until it is let go. */
function desk(bench = fakeMachine()) {
  let time = 0;
  let looks = 0;
  const waiting: (() => void)[] = [];
  const some = {
    bench,
    machine: bench,
    processes: fakeProcesses(),
    folders,
    now: () => (time += 1),
  };
  const look = async (): Promise<MachineSurvey> => {
    const id = `survey-${(looks += 1)}`;
    await new Promise<void>((resolve) => void waiting.push(resolve));
    return {
      schema: 1,
      id,
      takenAt: "",
      platform: bench.platform,
      interpreters: [],
      environments: [],
      folders: 0,
      warnings: [],
    };
  };
  const ask = (cwd = "/w") =>
    sharedSurvey({ ...some, cwd: absolute(cwd) } as unknown as Context, look).then(({ id }) => id);
  /** Lets each look go as soon as it waits, until the answers are there. */
  const settled = async <Answer>(answers: Promise<Answer>): Promise<Answer> => {
    const over = new AbortController();
    const done = answers.finally(() => over.abort());
    while (!over.signal.aborted) {
      waiting.splice(0).forEach((go) => go());
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return done;
  };
  return { ask, settled, looks: () => looks };
}

test("of many who ask at once one looks, and one more for all who came while it did", async () => {
  const { ask, settled, looks } = desk();
  const first = ask();
  await new Promise((resolve) => setTimeout(resolve, 5)); // it is looking
  const others = Array.from({ length: 6 }, () => ask());
  expect(await settled(Promise.all([first, ...others]))).toEqual([
    "survey-1",
    ...others.map(() => "survey-2"),
  ]);
  expect(looks()).toBe(2);
});

test("a survey that began before somebody asked is not for them: it may have missed what they did", async () => {
  const { ask, settled, looks } = desk();
  expect([await settled(ask()), await settled(ask())]).toEqual(["survey-1", "survey-2"]);
  expect(looks()).toBe(2);
});

test("who stands elsewhere looks for itself; so does who may not write, and the answer is the same", async () => {
  const { ask, settled } = desk();
  const first = ask("/w");
  await new Promise((resolve) => setTimeout(resolve, 5));
  const [one, two] = [ask("/a"), ask("/b")];
  expect(new Set(await settled(Promise.all([first, one, two]))).size).toBe(3);
  const readOnly = desk(fakeMachine({}, { readOnly: ["/h"] }));
  expect(await readOnly.settled(readOnly.ask())).toBe("survey-1");
});
