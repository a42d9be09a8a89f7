import type { Fact } from "../model/fact.ts";
import type { ProjectHook } from "../model/hook.ts";
import type { AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { HookStep } from "../model/step.ts";
import type { Scene } from "./scene.ts";

/** A project's hooks as steps, by when they run: before the exchange, where a failure still takes everything back, and once all of it holds. */
export interface HookSteps {
  readonly before: readonly HookStep[];
  readonly after: readonly HookStep[];
  /** The files of the project that they run, which a plan relies on. */
  readonly facts: readonly Fact[];
}

/** The hooks that a plan runs in an environment (real prefix), in the order of the settings. Where nothing `changes`, those that did their work there are left out. */
export function hookSteps({ policy, goal }: Scene, prefix: AbsolutePath, changes: boolean): HookSteps {
  const due = policy.hooks.filter(({ settled }) => changes || !settled.includes(prefix));
  const steps = due.map((hook) => stepOf(hook, prefix, goal.root));
  return {
    before: steps.filter(({ required }) => required),
    after: steps.filter(({ required }) => !required),
    facts: due.flatMap(({ facts }) => facts),
  };
}

function stepOf({ name, run, required }: ProjectHook, prefix: AbsolutePath, project: AbsolutePath): HookStep {
  const told = { name, command: commandText(run) };
  const why = required ? reason("step-hook-required", told) : reason("step-hook", told);
  return { kind: "run-hook", prefix, project, name, argv: run, required, why };
}

/** A command for people to judge: an argument is in quotes where a reader could not tell where it begins and ends. */
export function commandText(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w@%+=:,./\\~-]+$/u.test(word) ? word : JSON.stringify(word))).join(" ");
}
