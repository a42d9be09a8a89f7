import type { Argument, Command, Output } from "../../machine/command.ts";
import { parent } from "../../model/path.ts";
import type { Resolution, ResolveQuestion } from "../../model/resolve.ts";
import { holdToAskedHashes } from "../asked-hashes.ts";
import { parsePylock } from "../../standards/pylock.ts";
import type { LockText, Talk } from "../engine.ts";
import { constraintLines, exactLines, requirementLines } from "../requirement-lines.ts";
import { readDryRun, tellsJson } from "./dry-run.ts";
import { lockPins } from "./lock-pins.ts";
import { type UvContext, uvCommand, uvOptions } from "./uv-context.ts";
import { failureOf, unresolved } from "./uv-failure.ts";

const WHEELS_ONLY = ["--only-binary", ":all:"] as const;

/** Asks uv which versions would make the goal hold. Nothing is built and nothing is changed. */
export function* uvResolve(context: UvContext, question: ResolveQuestion): Talk<Resolution> {
  const resolution =
    question.mode === "fresh" || question.mode === "exact"
      ? yield* alone(context, question)
      : yield* into(context, question);
  return holdToAskedHashes(resolution, question.requirements);
}

/** The goal for an empty environment of the interpreter. */
function* alone(context: UvContext, question: ResolveQuestion): Talk<Resolution> {
  if (question.requirements.length === 0) return { kind: "resolved", pins: [], removed: [] };
  return compiled(yield compileAlone(context, question));
}

/** Writes the lock of a goal for an empty environment, checked to be one. */
export function* uvPylock(context: UvContext, question: ResolveQuestion): Talk<LockText> {
  const output = yield compileAlone(context, question);
  if (output.status !== 0 || output.failure !== undefined) return { ok: false, detail: failureOf(output) };
  const read = parsePylock(output.stdout);
  return read.ok ? { ok: true, text: output.stdout } : { ok: false, detail: read.problem.message };
}

function compileAlone(context: UvContext, question: ResolveQuestion): Command {
  const { lines, args } = uvOptions(question.options);
  return compile(context, question, {
    requirements: lines + requirementLines(question.requirements),
    constraints: constraintLines(question.constraints),
    args: question.mode === "exact" ? [...args, "--no-deps"] : args,
  });
}

/** The goal with what is installed; when that does not resolve, the goal alone tells whether what is installed is to blame. */
function* into(context: UvContext, question: ResolveQuestion): Talk<Resolution> {
  if (question.requirements.length === 0) return { kind: "resolved", pins: [], removed: [] };
  const { lines, args } = uvOptions(question.options);
  const constraints = constraintLines(question.constraints, kept(question));
  const output = yield uvCommand(
    context,
    [
      "pip",
      "install",
      "--dry-run",
      ...(tellsJson(context.version) ? ["--output-format", "json"] : []),
      ...WHEELS_ONLY,
      ...(question.newest === true ? ["--upgrade"] : []),
      ...args,
      "-p",
      { scratch: "environment" },
      ...constrainedBy(constraints),
      "-r",
      { scratch: "requirements.txt" },
    ],
    {
      files: filesOf(lines + requirementLines(question.requirements), constraints),
      // Even a dry run leaves a `.lock` in the environment that it is pointed to.
      views: { environment: parent(parent(question.python)) },
    },
  );
  if (output.status !== 0 || output.failure !== undefined) {
    const failure = unresolved(output);
    if (failure.kind === "unreachable") return failure;
    const goal = yield* alone(context, question);
    return goal.kind === "resolved" ? { kind: "conflict", text: failure.text } : goal;
  }
  const { comes, goes } = readDryRun(output, context.version);
  if (comes.length === 0) return { kind: "resolved", pins: [], removed: goes };

  const exact = comes.map((come) => ({ ...come, ...urlOf(question, come.name) }));
  const proof = compiled(
    yield compile(context, question, {
      requirements: lines + exactLines(exact),
      constraints: "",
      args: [...args, "--no-deps"],
    }),
  );
  return proof.kind === "resolved" ? { ...proof, removed: goes } : proof;
}

/** What must stay as it is. With nothing named free, anything may change. */
function kept({ mode, installed, free }: ResolveQuestion): ResolveQuestion["installed"] {
  if (mode === "frozen") return installed;
  return free.length === 0 ? [] : installed.filter(({ name }) => !free.includes(name));
}

/** A dry run tells versions only; a direct URL has to be asked for again as such. */
function urlOf({ requirements }: ResolveQuestion, wanted: string): { readonly url?: string } {
  const url = requirements.find(({ name, url: direct }) => name === wanted && direct !== undefined)?.url;
  return url === undefined ? {} : { url };
}

function compile(
  context: UvContext,
  { python }: ResolveQuestion,
  input: { readonly requirements: string; readonly constraints: string; readonly args: readonly string[] },
): Command {
  return uvCommand(
    context,
    [
      "pip",
      "compile",
      "--format",
      "pylock.toml",
      "--no-header",
      ...WHEELS_ONLY,
      ...input.args,
      "-p",
      python,
      ...constrainedBy(input.constraints),
      { scratch: "requirements.txt" },
    ],
    { files: filesOf(input.requirements, input.constraints) },
  );
}

/** uv warns of an empty file of constraints, so there is none then. */
function constrainedBy(constraints: string): readonly Argument[] {
  return constraints === "" ? [] : ["-c", { scratch: "constraints.txt" }];
}

function filesOf(requirements: string, constraints: string): Readonly<Record<string, string>> {
  return {
    "requirements.txt": requirements,
    ...(constraints !== "" && { "constraints.txt": constraints }),
  };
}

function compiled(output: Output): Resolution {
  if (output.status !== 0 || output.failure !== undefined) return unresolved(output);
  if (output.stdout.trim() === "") return { kind: "unreachable", text: failureOf(output) };
  return { kind: "resolved", pins: lockPins(output.stdout), removed: [] };
}
