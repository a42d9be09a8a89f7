import { describe, expect, test } from "vitest";
import { readGenerationFiles } from "../../../src/apply/generation-files.ts";
import { rollBackTo } from "../../../src/apply/rollback.ts";
import { apply } from "../../../src/apply/transaction.ts";
import type { Command, Output, Runner } from "../../../src/machine/command.ts";
import { absolute, type AbsolutePath } from "../../../src/model/path.ts";
import { sentence } from "../../../src/model/reason.ts";
import type { HookStep, Step } from "../../../src/model/step.ts";
import { fakeRunner } from "../../kit/fake-engine.ts";
import { fakeMachine, type FakeMachine } from "../../kit/fake-machine.ts";
import {
  applyContext,
  environmentFiles,
  generation,
  generationSteps,
  inPlaceSteps,
  planOf,
  ROOT,
  siteOf,
  why,
} from "../kit.ts";

const PROJECT = { "/p/.git/HEAD": "ref: refs/heads/main", "/p/app.py": "pass" };

function hook(name: string, required: boolean, prefix: AbsolutePath = generation(1)): HookStep {
  return { kind: "run-hook", prefix, project: ROOT, name, argv: [`/hooks/${name}`], required, why };
}

/** The steps to the first generation, with hooks where a plan has them. */
function withHooks(...hooks: readonly HookStep[]): readonly Step[] {
  const steps = generationSteps(1, ["click==8.1"]);
  return [
    ...steps.slice(0, -1),
    ...hooks.filter(({ required }) => required),
    ...steps.slice(-1),
    ...hooks.filter(({ required }) => !required),
  ];
}

/** Runs hooks (`/hooks/NAME`) as the test says, and the engine's programs as ever. */
function hookRunner(
  bench: FakeMachine,
  run: (name: string, command: Command) => Partial<Output> | void,
): Runner {
  const engine = fakeRunner(bench);
  return {
    run: async (command, options) => {
      if (!command.program.startsWith("/hooks/")) return engine.run(command, options);
      options.onLine?.("a line");
      const said = run(command.program.slice("/hooks/".length), command);
      return { status: 0, stdout: "", stderr: "", files: {}, ...said };
    },
  };
}

/** What was told, a line each. */
function story(events: ReturnType<typeof applyContext>["events"]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === "step.finished")
      return [`✓ ${event.kind}${event.kind === "run-hook" ? ` ${event.note ?? ""}` : ""}`];
    if (event.type === "step.undone") return [`- ${event.kind}`];
    if (event.type === "hook.line") return [`${event.hook}: ${event.text}`];
    return event.type === "warning" ? [`! ${sentence(event.warning)}`] : [];
  });
}

describe("a hook that is not required", () => {
  test("runs once everything is committed, sees the link, and fails with a warning", async () => {
    const bench = fakeMachine(PROJECT);
    const seen: unknown[] = [];
    const runner = hookRunner(bench, (name) => {
      const journals = bench.list(absolute("/p/.burrow/journal")).map((entry) => entry.name);
      seen.push([name, bench.readLink(absolute("/p/.venv")), journals]);
      return name === "bad" ? { status: 3, stderr: "first\nno such table\n\n" } : undefined;
    });
    const context = applyContext(bench, { runner });
    const { hooked } = await apply(planOf(withHooks(hook("bad", false), hook("good", false))), context);
    expect(seen).toEqual([
      ["bad", ".burrow/generations/default/1", []],
      ["good", ".burrow/generations/default/1", []],
    ]);
    expect(hooked.map(({ name }) => name)).toEqual(["good"]);
    expect(story(context.events).slice(-5)).toEqual([
      "✓ link",
      "bad: a line",
      "! the hook `bad` failed: `bad` exited with 3: no such table",
      "good: a line",
      "✓ run-hook good",
    ]);
  });

  test("that is stopped takes nothing back, and those after it do not begin", async () => {
    const bench = fakeMachine(PROJECT);
    const stop = new AbortController();
    const begun: string[] = [];
    const runner = hookRunner(bench, (name) => {
      begun.push(name);
      stop.abort();
    });
    const context = applyContext(bench, { runner, signal: stop.signal });
    await apply(planOf(withHooks(hook("one", false), hook("two", false))), context);
    expect(begun).toEqual(["one"]);
    expect(bench.readLink(absolute("/p/.venv"))).toBe(".burrow/generations/default/1");
    expect(story(context.events).slice(-2)).toEqual([
      "! the hook `one` failed: it was stopped",
      "! the hook `two` failed: it was stopped",
    ]);
  });
});

describe("a required hook", () => {
  test("runs before the link, and bears the mark by which a recovery ends it", async () => {
    const bench = fakeMachine(PROJECT);
    const seen: unknown[] = [];
    const runner = hookRunner(bench, (name, { env }) => {
      seen.push([name, bench.status(absolute("/p/.venv")), env["BURROW_TRANSACTION"]]);
    });
    const { transaction, hooked } = await apply(
      planOf(withHooks(hook("needed", true))),
      applyContext(bench, { runner }),
    );
    expect(seen).toEqual([["needed", undefined, transaction]]);
    expect(hooked.map(({ name }) => name)).toEqual(["needed"]);
  });

  test.each<[string, Partial<Output>, string]>([
    ["exits with a status", { status: 2, stdout: "half done" }, "`needed` exited with 2: half done"],
    ["is ended by a signal", { status: undefined, signal: "SIGSEGV" }, "`needed` was ended by SIGSEGV"],
    [
      "takes too long",
      { status: undefined, failure: "it was ended after 600 s" },
      "`needed` it was ended after 600 s",
    ],
  ])("that %s takes everything back, what it wrote into the environment too", async (_, output, detail) => {
    const bench = fakeMachine(PROJECT);
    const before = bench.tree();
    const runner = hookRunner(bench, () => {
      bench.place(`${generation(1)}/share/data.bin`, "half");
      return output;
    });
    const context = applyContext(bench, { runner });
    const done = apply(planOf(withHooks(hook("needed", true), hook("later", false))), context);
    await expect(done).rejects.toMatchObject({
      code: "apply/rolled-back",
      details: { step: "run-hook", detail },
    });
    expect(bench.tree()).toEqual(before);
    expect(story(context.events).filter((line) => line.startsWith("-"))[0]).toBe("- run-hook");
  });

  test("takes a change in place back with its content, its own files included", async () => {
    const bench = fakeMachine(environmentFiles("/p/.venv", ["click==7.0"]));
    const before = bench.tree();
    const runner = hookRunner(bench, () => {
      bench.place("/p/.venv/lib/site-packages/click/data.txt", "written by the hook");
      bench.place("/p/.venv/share/made.txt", "made by the hook");
      return { status: 1 };
    });
    const steps = [...inPlaceSteps(["click==8.1"]), hook("needed", true, absolute("/p/.venv"))];
    await expect(apply(planOf(steps), applyContext(bench, { runner }))).rejects.toMatchObject({
      code: "apply/rolled-back",
    });
    expect(bench.tree()).toEqual(before);
  });

  test("that is stopped takes everything back", async () => {
    const bench = fakeMachine(PROJECT);
    const before = bench.tree();
    const stop = new AbortController();
    const runner = hookRunner(bench, () => stop.abort());
    const context = applyContext(bench, { runner, signal: stop.signal });
    await expect(apply(planOf(withHooks(hook("needed", true))), context)).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(bench.tree()).toEqual(before);
  });

  test("may write beside the manifests; one that writes a manifest makes the plan stale", async () => {
    const lock = absolute("/p/requirements.txt");
    const facts = (bench: FakeMachine) => [ROOT, lock].map((path) => ({ path, was: stateOf(bench, path) }));
    const files = { ...PROJECT, "/p/requirements.txt": "click\n" };

    const good = fakeMachine(files);
    const writes = hookRunner(good, () => good.place("/p/data.db", "rows"));
    await apply(
      planOf(withHooks(hook("needed", true)), { facts: facts(good) }),
      applyContext(good, { runner: writes }),
    );
    expect(good.readText(absolute("/p/data.db"))).toBe("rows");

    const bad = fakeMachine(files);
    const edits = hookRunner(bad, () => bad.edit("/p/requirements.txt", "flask\n"));
    await expect(
      apply(
        planOf(withHooks(hook("needed", true)), { facts: facts(bad) }),
        applyContext(bad, { runner: edits }),
      ),
    ).rejects.toMatchObject({ code: "plan/stale", details: { paths: [lock] } });
    expect(bad.status(absolute("/p/.venv"))).toBeUndefined();
  });
});

/** As `Fact` says it, written again here. */
function stateOf(bench: FakeMachine, path: AbsolutePath): string {
  const found = bench.status(path);
  if (found === undefined) return "absent";
  const { kind, size, mtime, inode } = found;
  return kind === "folder" ? `folder:${mtime}:${inode}` : `${kind}:${size}:${mtime}:${inode}`;
}

describe("what a hook leaves in a generation", () => {
  const writes = (bench: FakeMachine) =>
    hookRunner(bench, () => bench.place(`${generation(1)}/share/kernel.json`, "{}"));

  test.each([true, false])(
    "belongs to it (required: %s): going back to it is no surprise",
    async (required) => {
      const bench = fakeMachine(PROJECT);
      const context = applyContext(bench, { runner: writes(bench) });
      await apply(planOf(withHooks(hook("kernel", required))), context);
      await apply(planOf(generationSteps(2, ["click==8.2"])), context);
      expect(readGenerationFiles(bench, generation(1))?.map(({ path }) => path)).toContain(
        "share/kernel.json",
      );
      await rollBackTo(siteOf(bench, [1, 2]), 1, context);
      expect(bench.readLink(absolute("/p/.venv"))).toBe(".burrow/generations/default/1");
    },
  );

  test("does not hide what somebody had changed before it ran", async () => {
    const bench = fakeMachine(PROJECT);
    const context = applyContext(bench, { runner: writes(bench) });
    await apply(planOf(generationSteps(1, ["click==8.1"])), context);
    bench.place(`${generation(1)}/lib/site-packages/click/data.txt`, "edited by hand");
    await apply(planOf([hook("kernel", false)], { action: "reuse" }), context);
    await apply(planOf(generationSteps(2, ["click==8.2"])), context);
    await expect(rollBackTo(siteOf(bench, [1, 2]), 1, context)).rejects.toMatchObject({
      code: "rollback/changed",
      details: { paths: ["lib/site-packages/click/data.txt", "share", "share/kernel.json"] },
    });
  });
});

test("a plan of hooks alone changes nothing and asks no engine", async () => {
  const bench = fakeMachine(environmentFiles("/e", ["click==7.0"]));
  bench.place("/p/app.py", "pass");
  const before = bench.tree();
  const engine = () => Promise.reject(new Error("no engine was to be asked"));
  const runner = hookRunner(bench, () => {});
  const applied = await apply(
    planOf([hook("needed", true, absolute("/e")), hook("seed", false, absolute("/e"))], { action: "reuse" }),
    applyContext(bench, { runner, engine }),
  );
  expect(applied.hooked.map(({ name }) => name)).toEqual(["needed", "seed"]);
  expect(bench.tree()).toEqual(before);
});
