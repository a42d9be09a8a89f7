import { expect, test } from "vitest";
import type { CondaEngine } from "../../../src/engines/conda/conda-engine.ts";
import type { Command } from "../../../src/machine/command.ts";
import { absolute } from "../../../src/model/path.ts";
import type { Context } from "../../../src/operations/context.ts";
import type { CondaChoice } from "../../../src/operations/engines/engine-consent.ts";
import { beginConda, hasCondaEngine } from "../../../src/operations/engines/engine.ts";
import { fakeMachine } from "../../kit/fake-machine.ts";

const COMMAND: Command = { program: absolute("/opt/python"), args: ["driver"], env: { LANG: "C" } };
const folders = { data: absolute("/data") };

/** What is started ahead with an engine of that kind. */
async function begun(conda: () => Promise<Partial<CondaEngine>>): Promise<readonly Command[]> {
  const commands: Command[] = [];
  const runner = { begin: (command: Command) => void commands.push(command) };
  const names = { next: () => "transaction-1" };
  beginConda({ runner, names } as unknown as Context, conda as () => Promise<CondaEngine>);
  await new Promise(setImmediate);
  return commands;
}

test("an engine is begun unasked only where burrow put it, and where no other is wanted", () => {
  const machine = fakeMachine({ "/data/engines/py-rattler-0.28.0/rattler/__init__.py": "" });
  const has = (choice: CondaChoice, on = machine) =>
    hasCondaEngine({ machine: on, folders } as unknown as Context, choice);
  expect(has({})).toBe(true);
  expect(has({ engine: "py-rattler", offline: true })).toBe(true);
  expect(has({ engine: "micromamba" })).toBe(false);
  expect(has({ allowPostLink: true })).toBe(false);
  const elsewhere = { "/p/.burrow/bin/py-rattler-0.28.0/rattler/__init__.py": "" };
  expect(has({ autoBootstrap: true }, fakeMachine(elsewhere))).toBe(false);
});

test("it begins with the mark of the transaction to come", async () => {
  expect(await begun(async () => ({ begins: COMMAND }))).toEqual([
    { ...COMMAND, env: { LANG: "C", BURROW_TRANSACTION: "transaction-1" } },
  ]);
});

test("one that is started for each question, and one that cannot be had, begin nothing and say nothing", async () => {
  expect(await begun(async () => ({}))).toEqual([]);
  expect(await begun(() => Promise.reject(new Error("none is here")))).toEqual([]);
});
