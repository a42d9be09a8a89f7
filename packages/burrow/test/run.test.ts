import { expect, test } from "vitest";
import type { Event } from "../src/model/event.ts";
import { start } from "../src/run.ts";

const waits = ({ signal }: { readonly signal: AbortSignal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));

test("events wait until they are read, and end with the operation", async () => {
  const run = start(async ({ report }) => {
    for (let step = 0; step < 100; step += 1)
      report({ type: "step.started", step, steps: 100, kind: "install" });
    return "done";
  });
  expect(await run.result).toBe("done");
  const events: Event[] = [];
  for await (const event of run.events) events.push(event);
  expect(events.map((event) => "step" in event && event.step)).toEqual(
    Array.from({ length: 100 }, (_, i) => i),
  );
});

test("cancel aborts the operation with its reason, and so does the caller's own signal", async () => {
  const mine = start(waits);
  await Promise.resolve();
  setTimeout(() => mine.cancel("enough"), 1);
  await expect(mine.result).rejects.toBe("enough");

  const controller = new AbortController();
  const theirs = start(waits, controller.signal);
  setTimeout(() => controller.abort("stop"), 1);
  await expect(theirs.result).rejects.toBe("stop");
  for await (const _ of theirs.events) expect.unreachable();
});

test("an operation that fails at once is a result that rejects, also when only the events are read", async () => {
  const run = start(() => {
    throw new Error("at once");
  });
  for await (const _ of run.events) expect.unreachable();
  await expect(run.result).rejects.toThrow("at once");
});
