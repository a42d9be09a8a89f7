import { expect, test } from "vitest";
import { eventTold } from "../../src/render/event.ts";
import { EVENTS } from "./events.ts";
import { path, ROOT, TERMINAL } from "./kit.ts";

test("every event as a terminal tells it", () => {
  const told = Object.values(EVENTS).map((event) => {
    const { kind, ...rest } = eventTold(event, TERMINAL);
    return [event.type, kind, ...Object.values(rest).flat()].join(" | ");
  });
  expect(`\n${told.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    survey.started | live | … looking around
    survey.finished | finished | ✓ looked at 3 environments, 4 interpreters                                0.06 s
    interpreter.probed | live | … asked /usr/bin/python3
    resolve.started | live | … resolving
    resolve.finished | finished | ✓ resolved 9 distributions                                                0.31 s
    transaction.started | nothing
    step.started | live | … 2/5 creating the environment
    step.finished | finished | ✓ verified: 9 distributions whole, 214 files                              0.42 s
    step.undone | finished | - undid: creating the environment
    progress | live | … fetching uv 0.13.8 41%
    engine.line | live | … Prepared 9 packages
    hook.line | live | … prepare data: seeded 40 rows
    health.examined | finished | ✓ examined 12 environments: degraded                                      0.42 s
    health.found | finished |   ! .venv: 3 MiB are free on its disk
    health.gone | finished |   - .venv: no longer 3 MiB are free on its disk
    warning | warning | ! rich 14.0b1 is a pre-release
    done | nothing
    "
  `);
});

test("what did not resolve is not said to be resolved", () => {
  const finished = EVENTS["resolve.finished"];
  const told = (["conflict", "impossible", "unreachable", "resolved"] as const).map((outcome) =>
    eventTold({ ...finished, outcome, distributions: 0 }, TERMINAL),
  );
  expect(told.map((one) => (one.kind === "finished" ? one.lines.join() : one.kind))).toEqual([
    `✗ did not resolve${" ".repeat(57)}0.31 s`,
    `✗ did not resolve${" ".repeat(57)}0.31 s`,
    `✗ did not resolve${" ".repeat(57)}0.31 s`,
    "nothing",
  ]);
});

test("what does not go into one environment is no failure of the project: another may serve", () => {
  const finished = { ...EVENTS["resolve.finished"], prefix: path(`${ROOT}/.venv`) };
  const told = (["conflict", "impossible", "unreachable", "resolved"] as const).map((outcome) =>
    eventTold({ ...finished, outcome }, TERMINAL),
  );
  expect(told.map((one) => (one.kind === "finished" ? one.lines.join() : one.kind))).toEqual([
    `· does not go together with what is in .venv${" ".repeat(30)}0.31 s`,
    `· does not go together with what is in .venv${" ".repeat(30)}0.31 s`,
    `✗ did not resolve${" ".repeat(57)}0.31 s`,
    `✓ resolved 9 distributions into .venv${" ".repeat(37)}0.31 s`,
  ]);
});

test("what an engine says stays only when everything is wanted", () => {
  expect(eventTold(EVENTS["engine.line"], { ...TERMINAL, verbose: true })).toEqual({
    kind: "finished",
    lines: ["  uv: Prepared 9 packages"],
  });
});
