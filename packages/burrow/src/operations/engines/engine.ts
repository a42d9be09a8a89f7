import { crashReport, markedRunner } from "../../apply/engine-act.ts";
import { converse } from "../../engines/converse.ts";
import type { CondaEngine } from "../../engines/conda/conda-engine.ts";
import type { Engine, Talk } from "../../engines/engine.ts";
import { BurrowError } from "../../model/error.ts";
import type { Goal } from "../../model/goal.ts";
import { type AbsolutePath, join } from "../../model/path.ts";
import type { Plan } from "../../model/plan.ts";
import type { Reason } from "../../model/reason.ts";
import type { BesideQuestion, CondaQuestion, Resolution, ResolveQuestion } from "../../model/resolve.ts";
import type { Step, StepKind } from "../../model/step.ts";
import type { Runner } from "../../machine/command.ts";
import type { TransactionNames } from "../../apply/transaction-names.ts";
import { PINNED_RATTLER } from "../../engines/pinned.ts";
import type { Context } from "../context.ts";
import type { CondaChoice } from "./engine-consent.ts";
import type { PlanOptions } from "../options.ts";

/** Which engine is wanted; without a name uv is taken, and pip where uv cannot be had. */
export interface EngineChoice {
  readonly name?: string;
  readonly offline: boolean;
}

/** What the options say about the engine. */
export function engineChoice({ engine, offline = false }: PlanOptions): EngineChoice {
  return { offline, ...(engine !== undefined && { name: engine }) };
}

/** The Python that the plan's engine has to serve; undefined when no step needs an engine. */
export function pythonOfEngine({ steps, python, environment }: Plan): AbsolutePath | undefined {
  if (!steps.some(({ kind }) => NEED_ENGINE.has(kind))) return undefined;
  return python?.executable ?? environment?.executable;
}

const NEED_ENGINE: ReadonlySet<StepKind> = new Set([
  "build-wheel",
  "create-environment",
  "fetch",
  "install",
  "uninstall",
  "build-project",
  "install-requirements",
]);

/** Whether a step needs the engine of conda's packages. */
export function needsConda({ kind }: Step): boolean {
  return kind === "fetch-packages" || kind === "change-packages";
}

/** An engine, and why it is not the one that is taken first. */
export interface Obtained {
  readonly engine: Engine;
  readonly instead?: Reason;
}

/** An engine for a Python (its executable), obtained when it is first needed, and only once. */
export type LazyEngine = (python: AbsolutePath) => Promise<Obtained>;

/** A conda engine, obtained when it is first needed, and only once. Throws `engine/unavailable`. */
export type LazyConda = () => Promise<CondaEngine>;

/** The engines of one operation: that of what an index has, and that of conda's channels. */
export interface LazyEngines {
  readonly engine: LazyEngine;
  readonly conda: LazyConda;
  /** A Python that an index's engine may run with where the environment has none yet; undefined when none is here. */
  readonly python: () => Promise<AbsolutePath | undefined>;
}

/** What an engine answers. */
export type EngineQuestion = ResolveQuestion | CondaQuestion | BesideQuestion;

/** The engine of one operation: uv from PATH or burrow's own folder, else fetched, else pip. */
export function lazyEngine(context: Context, goal: Goal, choice: EngineChoice): LazyEngine {
  let obtain: Promise<LazyEngine> | undefined;
  return async (python) => {
    obtain ??= import("./obtain-engine.ts").then(({ engines }) => engines(context, goal, choice));
    return (await obtain)(python);
  };
}

/** The conda engine of one operation. */
export function lazyConda(context: Context, goal: Goal, choice: CondaChoice): LazyConda {
  let obtained: Promise<CondaEngine> | undefined;
  return () =>
    (obtained ??= import("./obtain-conda.ts").then(({ obtainConda }) => obtainConda(context, goal, choice)));
}

/** Whether a conda engine can be had without asking anybody or running anything: py-rattler in burrow's own folder, where nothing else is wanted. */
export function hasCondaEngine({ machine, folders }: Context, choice: CondaChoice): boolean {
  const { engine = PINNED_RATTLER.name, allowPostLink = false } = choice;
  const home = join(folders.data, "engines", `${PINNED_RATTLER.name}-${PINNED_RATTLER.version}`);
  return engine === PINNED_RATTLER.name && !allowPostLink && machine.status(home) !== undefined;
}

/** Starts the conda engine while burrow still looks and decides, for who is nearly certain to ask it. That it cannot be had is told to who asks. */
export function beginConda({ runner, names }: Context, conda: LazyConda): void {
  const begun = conda().then(({ begins }) => begins && marked(runner, names).begin?.(begins));
  begun.catch(() => {});
}

/** A conda engine that stays serves the change as well, and bears its mark. */
function marked(runner: Runner, names: TransactionNames | undefined): Runner {
  return names === undefined ? runner : markedRunner(runner, names.next());
}

/** Asks the question's engine; that none can be had is an answer, not an error: the plan refuses and says why. */
export async function resolveWith(
  { runner, names, report, signal, now, ahead }: Context,
  engines: LazyEngines,
  question: EngineQuestion,
): Promise<Resolution> {
  const prefix = question.kind === "resolve-beside" ? undefined : question.prefix;
  const asked = {
    subject: question.kind === "resolve" && question.mode === "fresh" ? question.python : question.key,
    ...(prefix !== undefined && { prefix }),
  };
  const began = now();
  report({ type: "resolve.started", ...asked });
  const finished = (resolution: Resolution): Resolution => {
    const { kind: outcome } = resolution;
    const distributions = resolution.kind === "resolved" ? resolution.pins.length : 0;
    const seconds = (now() - began) / 1000;
    report({ type: "resolve.finished", ...asked, outcome, distributions, seconds });
    return resolution;
  };
  try {
    const { name, talk } = await talkOf(engines, question);
    const onLine = (text: string): void => report({ type: "engine.line", engine: name, text });
    const onAgain = crashReport(report, name);
    const talking = converse(talk, marked(runner, names), { signal, onLine, onAgain });
    ahead?.();
    return finished(await talking);
  } catch (cause) {
    if (!(cause instanceof BurrowError) || !cause.code.startsWith("engine/")) throw cause;
    const text = [cause.message, cause.because].filter(Boolean).join(": ");
    return finished({
      kind: "unreachable",
      text: cause.hint === undefined ? text : `${text}; ${cause.hint}`,
    });
  }
}

async function talkOf(
  { engine, conda, python }: LazyEngines,
  question: EngineQuestion,
): Promise<{ readonly name: string; readonly talk: Talk<Resolution> }> {
  if (question.kind === "resolve-conda") {
    const obtained = await conda();
    return { name: obtained.name, talk: obtained.solve(question) };
  }
  if (question.kind === "resolve-beside") {
    const { key: _key, kind: _kind, ...asked } = question;
    const executable = await python();
    const { engine: obtained } = executable === undefined ? {} : await engine(executable);
    // pip cannot speak for a Python that is not there; the change itself tells.
    if (executable === undefined || obtained?.lock === undefined)
      throw new BurrowError("engine/unavailable", "no engine can tell beforehand");
    return { name: obtained.name, talk: obtained.lock({ ...asked, python: executable }) };
  }
  const { engine: obtained } = await engine(question.python);
  return { name: obtained.name, talk: obtained.resolve(question) };
}
