/**
 * burrow as a library: the same operations as on the command line, by the same names. Each gives a `Run`: its events, its result, and a way to stop it;
 * awaiting it awaits the result.
 *
 * @module
 */
import type { Finding, HealthReport } from "./model/finding.ts";
import type { Goal } from "./model/goal.ts";
import type { MachineSurvey } from "./model/machine-survey.ts";
import type { Plan } from "./model/plan.ts";
import type { Survey } from "./model/survey.ts";
import type { Choices } from "./model/registry.ts";
import { choices as chosenNow, restoreChoices as chooseAgain } from "./operations/choices.ts";
import type { Context } from "./operations/context.ts";
import { doctor as examine, type DoctorOptions } from "./operations/doctor.ts";
import { ensure as ensureEnvironment, type Ensured, type EnsureOptions } from "./operations/ensure.ts";
import type { GoalOptions } from "./operations/goal.ts";
import { look } from "./operations/look.ts";
import { lookAtMachine, type MachineOptions } from "./operations/machine/machine.ts";
import type { PlanOptions } from "./operations/options.ts";
import type { UpResult } from "./model/answers.ts";
import { planProject } from "./operations/plan.ts";
import { realContext } from "./operations/real-context.ts";
import { readProject } from "./operations/settings.ts";
import { repair as heal, type RepairOptions, type RepairResult } from "./operations/repair.ts";
import { applyPlan } from "./operations/up.ts";
import { watchSurvey as watchLong, type WatchSurveyOptions } from "./operations/watch-survey.ts";
import { type Run, start } from "./run.ts";

export { BurrowError, type ErrorCode } from "./model/error.ts";
export type { Event } from "./model/event.ts";
export type { Reason } from "./model/reason.ts";
export { sentence } from "./model/reason.ts";
export type { DoctorOptions, Finding, HealthReport, RepairOptions, RepairResult };
export type { MachineOptions, MachineSurvey };
export type {
  Choices,
  Ensured,
  EnsureOptions,
  Goal,
  GoalOptions,
  Plan,
  PlanOptions,
  Run,
  Survey,
  UpResult,
  WatchSurveyOptions,
};

/** Where an operation works, and how to stop it from outside. */
export interface At {
  /** The project's folder; absent: the current one. */
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** Looks around a project: the environments that it could use, and the interpreters of the machine. */
export function survey(at: At = {}): Run<Survey> {
  return begin(at, "survey", (context) => look(context));
}

/** Keeps a survey of the machine fresh and tells each to `found`, until it is cancelled; then its result is there. Other burrows of this user have its answer at once. */
export function watchSurvey({ cwd, signal, ...options }: At & WatchSurveyOptions = {}): Run<void> {
  return begin(where({ cwd, signal }), "watch", (context) => watchLong(context, options));
}

/** Looks for every environment and interpreter of the machine, whatever made them. Runs nothing that can be read. */
export function surveyMachine({ cwd, signal, ...options }: At & MachineOptions = {}): Run<MachineSurvey> {
  return begin(
    where({ cwd, signal }),
    "survey",
    async (context) => (await lookAtMachine(context, options)).survey,
  );
}

/** Understands what a project, or one file of it, asks for. Runs nothing. */
export function goal({ cwd, signal, ...options }: At & GoalOptions = {}): Run<Goal> {
  return begin(where({ cwd, signal }), "goal", async (context) => (await readProject(context, options)).goal);
}

/** What would make it so, and why. A refusal is a plan with the action `refuse`. */
export function plan({ cwd, signal, ...options }: At & PlanOptions = {}): Run<Plan> {
  return begin(where({ cwd, signal }), "plan", (context) => planProject(context, options));
}

/** Carries a plan out as one transaction: all of it holds afterwards, or everything is as it was. */
export function apply(made: Plan, at: At = {}): Run<UpResult> {
  return begin({ cwd: made.goal.root, ...at }, "apply", (context) => applyPlan(context, made));
}

/** Examines environments, the place and the machine; changes nothing. */
export function doctor({ cwd, signal, ...options }: At & DoctorOptions = {}): Run<HealthReport> {
  return begin(where({ cwd, signal }), "doctor", (context) => examine(context, options));
}

/** Heals what `doctor` finds, as recorded. `confirm` is asked with each plan; without it everything is agreed to. */
export function repair({ cwd, signal, ...options }: At & RepairOptions = {}): Run<RepairResult> {
  return begin(where({ cwd, signal }), "repair", (context) => heal(context, options));
}

/** What is chosen outside of projects, the active environment and the default Python: plain JSON, for a program that keeps the states of many things and brings them back. */
export function choices(at: At = {}): Run<Choices> {
  return begin(at, "choices", (context) => chosenNow(context));
}

/** Chooses again what `choices` gave: both or neither. Anything else is refused (`use/choices`), and so is an environment that cannot serve. */
export function restoreChoices(kept: Choices, at: At = {}): Run<void> {
  return begin(at, "choices", async (context) => void (await chooseAgain(context, kept)));
}

/** An environment with these requirements, whatever that takes; nothing that is not burrow's is changed. */
export function ensure({ cwd, signal, ...options }: At & EnsureOptions): Run<Ensured> {
  return begin(where({ cwd, signal }), "ensure", (context) => ensureEnvironment(context, options));
}

function where({
  cwd,
  signal,
}: {
  readonly cwd: string | undefined;
  readonly signal: AbortSignal | undefined;
}): At {
  return { ...(cwd !== undefined && { cwd }), ...(signal && { signal }) };
}

function begin<Result>(
  { cwd, signal }: At,
  command: string,
  operation: (context: Context) => Promise<Result>,
): Run<Result> {
  return start(async (inside) => {
    const context = realContext({
      ...inside,
      command: `library: ${command}`,
      ...(cwd !== undefined && { cwd }),
    });
    try {
      return await operation(context);
    } finally {
      context.runner.close?.();
    }
  }, signal);
}
