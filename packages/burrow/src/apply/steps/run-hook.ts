import { isInside, join, type AbsolutePath } from "../../model/path.ts";
import type { Output } from "../../machine/command.ts";
import type { StepContext } from "../context.ts";
import { markedRunner } from "../engine-act.ts";
import {
  fileListOf,
  fileListText,
  generationChanged,
  listGeneration,
  readGenerationFiles,
} from "../generation-files.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";

/**
 * Runs a program of the project. Of what it does only that in a prefix which this transaction makes or preserves is taken back; of a generation it becomes a part,
 * so that going back to that generation does not take it for somebody's edit.
 */
export const runHook: Prepare<"run-hook"> = (step, context) => ({
  undo: [],
  perform: async () => {
    const { runner, hookCommand, transaction, report, signal, hooked } = context;
    const isOurs = await isAsMade(step.prefix, context);
    try {
      const output = await markedRunner(runner, transaction).run(hookCommand(step), {
        signal,
        onLine: (text) => report({ type: "hook.line", hook: step.name, text }),
      });
      signal.throwIfAborted();
      if (output.status !== 0) throw new StepFailed(`\`${step.name}\` ${failureOf(output)}`);
    } finally {
      if (isOurs) await listAnew(step.prefix, context);
    }
    hooked.push(step);
    return step.name;
  },
});

function failureOf({ status, signal, failure, stdout, stderr }: Output): string {
  const how =
    failure ?? (status === undefined ? `was ended by ${signal ?? "a signal"}` : `exited with ${status}`);
  const last = lastLine(stderr) ?? lastLine(stdout);
  return last === undefined ? how : `${how}: ${last}`;
}

function lastLine(text: string): string | undefined {
  return text
    .split(/[\r\n]+/u)
    .findLast((line) => line.trim() !== "")
    ?.trim();
}

/** Whether a prefix is a generation of this place that nothing but burrow has changed. */
async function isAsMade(prefix: AbsolutePath, { bench, place }: StepContext): Promise<boolean> {
  const files = isInside(prefix, join(place.folder, "generations"))
    ? readGenerationFiles(bench, prefix)
    : undefined;
  return files !== undefined && (await generationChanged(bench, prefix, files)).length === 0;
}

async function listAnew(prefix: AbsolutePath, { bench, verified }: StepContext): Promise<void> {
  const known = readGenerationFiles(bench, prefix) ?? [];
  if ((await generationChanged(bench, prefix, known)).length === 0) return;
  await bench.syncTree(prefix);
  const files = await listGeneration(bench, prefix, verified);
  bench.writeFile(fileListOf(prefix), fileListText(files), 0o644);
}
