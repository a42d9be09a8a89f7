import { BurrowError } from "../model/error.ts";
import { reason } from "../model/reason.ts";
import type { Step } from "../model/step.ts";
import type { StepBase, TransactionContext, Work } from "./context.ts";
import { assertFreshAtStart, factsAround } from "./facts.ts";
import { startJournal, type Journal } from "./journal.ts";
import { takeLock } from "./lock.ts";
import { guardedFolder, journalFile, keptFolder, type TransactionPlace } from "./place.ts";
import { recoverLocked } from "./recover.ts";
import type { Prepared } from "./step-kind.ts";
import { detailOf } from "./system-error.ts";
import { cleanUp, makeKept, takeBack } from "./take-back.ts";
import { transactionNames } from "./transaction-names.ts";

/** What a transaction came to. */
export interface Applied {
  readonly transaction: string;
  readonly steps: number;
  readonly seconds: number;
}

/** Makes a step ready. */
export type PrepareStep = (step: Step, base: StepBase) => Promise<Prepared>;

/**
 * Runs the steps in order under the place's lock, each with its undo in the journal first. Either all of them hold afterwards, or none does;
 * hooks that are not required follow the commit, and their failure is a warning.
 * The errors are those of `apply`.
 */
export async function runTransaction(
  work: Work,
  place: TransactionPlace,
  context: TransactionContext,
  prepare: PrepareStep,
): Promise<Applied> {
  const { bench, processes, now, signal } = context;
  const began = now();
  if (signal.aborted) throw failure(signal.reason, work, { step: "begin" }, signal);
  const around = factsAround(bench, place);
  const lock = untouched(work, () => takeLock(bench, place, processes));
  try {
    await recoverLocked(place, context);
    assertFreshAtStart(bench, work.facts, around);
    const transaction = await run(work, place, context, prepare);
    return { transaction, steps: work.steps.length, seconds: (now() - began) / 1000 };
  } finally {
    lock.release();
  }
}

async function run(
  work: Work,
  place: TransactionPlace,
  context: TransactionContext,
  prepare: PrepareStep,
): Promise<string> {
  const { bench, ours, report, now, command, signal } = context;
  const transaction = (context.names ?? transactionNames(now)).take();
  const kept = keptFolder(place, transaction);
  const end = () =>
    cleanUp(bench, place, journalFile(place, transaction), kept).then(
      () => ours.forget(transaction),
      () => {}, // the next command does
    );
  const journal = await begin(work, place, transaction, context, end);
  const committed = committedAfter(work.steps);
  const base = { ...context, work, place, transaction, kept };
  report({ type: "transaction.started", transaction, steps: work.steps.length });
  let current: string = "begin";
  try {
    journal.append({
      type: "begin",
      transaction,
      plan: work.id,
      action: work.action,
      prefix: work.prefix,
      at: new Date(now()).toISOString(),
      command,
    });
    makeKept(bench, kept);
    for (const [index, step] of work.steps.slice(0, committed).entries()) {
      current = step.kind;
      await performStep(step, { ...base, index }, prepare, journal);
    }
    signal.throwIfAborted();
    journal.append({ type: "committed" });
  } catch (cause) {
    // Whatever asked for this, it is carried through: there is no signal here.
    await takeBack(journal, place, transaction, { bench, report, acceptEdits: false });
    await end();
    throw failure(cause, work, { step: current, detail: detailOf(cause), transaction }, signal);
  }
  await end();
  await follow(committed, base, prepare);
  return transaction;
}

/** Runs one step; with a journal, what takes it back stands there first. */
async function performStep(
  step: Step,
  base: StepBase,
  prepare: PrepareStep,
  journal?: Journal,
): Promise<void> {
  const { work, index, now, report, signal } = base;
  const { kind } = step;
  const steps = work.steps.length;
  signal.throwIfAborted();
  const began = now();
  report({ type: "step.started", step: index, steps, kind });
  const ready = await prepare(step, base);
  journal?.append({ type: "intent", step: index, kind, undo: ready.undo });
  const note = await ready.perform();
  journal?.append({ type: "done", step: index });
  const seconds = (now() - began) / 1000;
  report({ type: "step.finished", step: index, steps, kind, seconds, ...(note !== undefined && { note }) });
}

/** The steps before the commit. What is left are hooks without which the plan holds: they see it committed, and nothing that befalls them takes it back. */
function committedAfter(steps: readonly Step[]): number {
  return steps.findLastIndex((step) => step.kind !== "run-hook" || step.required) + 1;
}

/** Runs what follows the commit, still under the lock. */
async function follow(from: number, base: Omit<StepBase, "index">, prepare: PrepareStep): Promise<void> {
  const { work, report, signal } = base;
  for (const [at, step] of work.steps.slice(from).entries()) {
    try {
      await performStep(step, { ...base, index: from + at }, prepare);
    } catch (cause) {
      const name = step.kind === "run-hook" ? step.name : step.kind;
      const detail = signal.aborted ? "it was stopped" : detailOf(cause);
      report({ type: "warning", warning: reason("hook-failed", { name, detail }) });
    }
  }
}

/** A journal that could not be made durable leaves nothing. */
async function begin(
  work: Work,
  place: TransactionPlace,
  transaction: string,
  { bench, ours }: TransactionContext,
  end: () => Promise<void>,
): Promise<Journal> {
  try {
    ours.remember(transaction, guardedFolder(bench, place)); // first: a journal without it is never believed
    return startJournal(bench, place, transaction);
  } catch (cause) {
    await end();
    throw untouchedError(work, cause);
  }
}

function untouched<Value>(work: Work, act: () => Value): Value {
  try {
    return act();
  } catch (cause) {
    throw cause instanceof BurrowError ? cause : untouchedError(work, cause);
  }
}

function untouchedError({ prefix }: Work, cause: unknown): BurrowError {
  return new BurrowError("apply/rolled-back", `\`${prefix}\` cannot be changed; nothing was`, {
    because: detailOf(cause),
    details: { step: "begin", detail: detailOf(cause) },
    cause,
  });
}

function failure(
  cause: unknown,
  { prefix }: Work,
  details: Readonly<Record<string, string>>,
  signal: AbortSignal,
): BurrowError {
  if (signal.aborted)
    return new BurrowError("cancelled", `the change of \`${prefix}\` was cancelled`, {
      because: "everything is as it was before",
      details,
      cause,
    });
  if (cause instanceof BurrowError && cause.code === "plan/stale") return cause;
  return new BurrowError(
    "apply/rolled-back",
    `\`${details["step"]}\` failed; everything is as it was before`,
    {
      because: detailOf(cause),
      details,
      cause,
    },
  );
}
