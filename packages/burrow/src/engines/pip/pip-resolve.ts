import type { Resolution, ResolveQuestion } from "../../model/resolve.ts";
import { holdToAskedHashes } from "../asked-hashes.ts";
import type { Talk } from "../engine.ts";
import { type EngineOptions, engineOptions } from "../engine-options.ts";
import { constraintLines, requirementLines } from "../requirement-lines.ts";
import { type PipContext, pipCommand } from "./pip-context.ts";
import { LOG, pipUnresolved } from "./pip-failure.ts";
import { pipOptionArguments } from "./pip-options.ts";
import { reportPins } from "./pip-report.ts";

const REPORT = "report.json";

/** Asks pip (22.2 or later) which versions would make the goal hold, by a dry run with wheels only. */
export function* pipResolve(context: PipContext, question: ResolveQuestion): Talk<Resolution> {
  if (question.requirements.length === 0) return { kind: "resolved", pins: [], removed: [] };
  const options = engineOptions(question.options);
  const mixed =
    mixesIndexes(context, options) && question.requirements.some(({ hashes }) => hashes.length === 0);
  if (mixed) return { kind: "unreachable", text: MIXED };

  const fresh = question.mode === "fresh" || question.mode === "exact";
  const answer = yield* dryRun(context, question, options, fresh);
  if (answer.kind === "impossible" && !fresh) {
    const goal = yield* dryRun(context, question, options, true);
    return goal.kind === "resolved" ? { kind: "conflict", text: answer.text } : goal;
  }
  return holdToAskedHashes(answer, question.requirements);
}

const MIXED =
  "pip takes a name from whichever of several indexes has the newest, so every requirement would need a hash; uv does not";

function mixesIndexes({ env }: PipContext, { lines }: EngineOptions): boolean {
  return lines.includes("--extra-index-url") || (env["PIP_EXTRA_INDEX_URL"] ?? "") !== "";
}

function* dryRun(
  context: PipContext,
  question: ResolveQuestion,
  options: EngineOptions,
  alone: boolean,
): Talk<Exclude<Resolution, { readonly kind: "conflict" }>> {
  const constraints = constraintLines(question.constraints, alone ? [] : kept(question));
  const output = yield pipCommand(
    context,
    question.python,
    [
      "install",
      "--dry-run",
      ...(alone ? ["--ignore-installed"] : []),
      ...(question.newest === true && !alone ? ["--upgrade", "--upgrade-strategy", "eager"] : []),
      ...(question.mode === "exact" ? ["--no-deps"] : []),
      "--only-binary",
      ":all:",
      ...(context.offline ? ["--no-index"] : []),
      ...pipOptionArguments(options),
      "--log",
      { scratch: LOG },
      "--report",
      { scratch: REPORT },
      ...(constraints === "" ? [] : ["-c", { scratch: "constraints.txt" }]),
      "-r",
      { scratch: "requirements.txt" },
    ],
    {
      files: {
        "requirements.txt": options.lines + requirementLines(question.requirements),
        ...(constraints !== "" && { "constraints.txt": constraints }),
      },
      reads: [LOG, REPORT],
    },
  );
  if (output.status !== 0 || output.failure !== undefined) {
    const failure = pipUnresolved(output);
    // pip has no index to answer from its cache, so that a name is not there proves nothing.
    return context.offline ? { kind: "unreachable", text: failure.text } : failure;
  }
  return { kind: "resolved", pins: reportPins(output.files[REPORT]), removed: [] };
}

/** What must stay as it is. With nothing named free, anything may change. */
function kept({ mode, installed, free }: ResolveQuestion): ResolveQuestion["installed"] {
  if (mode === "frozen") return installed;
  return free.length === 0 ? [] : installed.filter(({ name }) => !free.includes(name));
}
