import type { Changed } from "../../engines/conda/conda-engine.ts";
import { parent } from "../../model/path.ts";
import { reason, sentence } from "../../model/reason.ts";
import type { Step } from "../../model/step.ts";
import { lookThrough, makeDurable } from "../durable.ts";
import { damagedArchive } from "../local-archives.ts";
import { checkPackages, readPackageRecords } from "../package-check.ts";
import { freePrograms, type Placed } from "../programs.ts";
import type { StepContext } from "../context.ts";
import { talkWithConda } from "../engine-act.ts";
import { EngineCrashed, StepFailed, type Prepare } from "../step-kind.ts";
import { undoOfChange } from "./change.ts";
import { topmostMissing } from "./create-environment.ts";

type ChangeStep = Extract<Step, { readonly kind: "change-packages" }>;

/** One transaction of the conda engine. A new prefix that came out of a damaged cache is made once more. After a crash, what the engine left has to be taken back first. */
export const changePackages: Prepare<"change-packages"> = (step, context) => {
  const { bench } = context;
  const { prefix, create } = step;
  if (create && bench.status(prefix) !== undefined) throw new StepFailed(`\`${prefix}\` is there already`);
  return {
    undo: create
      ? [{ kind: "remove-tree", path: topmostMissing(bench, prefix) }]
      : undoOfChange(prefix, context),
    perform: async () => {
      if (create) bench.makeFolder(parent(prefix));
      const changed = create ? await createdWell(step, context) : await change(step, context, false);
      if (!changed.ok) {
        const { cause, detail } = changed;
        throw cause === "crashed"
          ? new EngineCrashed((await context.conda()).name, detail)
          : new StepFailed(detail);
      }
      context.runner.close?.(); // the engine goes while what it made is proven
      for (const { path, package: name } of changed.clobbered)
        context.report({ type: "warning", warning: reason("package-file-lost", { path, name }) });
      if (!step.scripts && changed.scripts.length > 0)
        context.report({
          type: "warning",
          warning: reason("scripts-skipped", { names: changed.scripts.join(", ") }),
        });
      return undefined;
    },
  };
};

async function createdWell(step: ChangeStep, context: StepContext): Promise<Changed> {
  const { bench, report, verified, signal, index, proofs } = context;
  const { prefix } = step;
  const engine = (await context.conda()).name;
  const changed = await change(step, context, false);
  if (!changed.ok) return changed;
  const found = await lookThrough(prefix, context);
  await makeDurable(prefix, found, context); // before what is hashed counts as known
  const states = new Map(found.map(({ at, status }) => [at, status]));
  const packages = await checkPackages(bench, prefix, undefined, verified, signal, (at) => states.get(at));
  const [damaged] = packages.problems;
  if (damaged === undefined) {
    proofs.push({ step: index, prefix, found, packages });
    return changed;
  }
  report({ type: "warning", warning: reason("cache-damaged", { engine, detail: sentence(damaged) }) });
  await bench.removeTree(prefix);
  return await change(step, context, true);
}

async function change(step: ChangeStep, context: StepContext, distrustCache: boolean): Promise<Changed> {
  const { kind: _kind, why: _why, ...request } = step;
  const { create } = step;
  const { command } = context;
  if (!(await context.conda()).provesLocalArchives) {
    const damaged = await damagedArchive(context.bench, step.pins);
    if (damaged !== undefined) return { ok: false, cause: "checksum", detail: damaged };
  }
  const changed = await talkWithConda(context, (engine) =>
    engine.change({ ...request, distrustCache, command }),
  );
  // At once: the steps that follow may start its Python.
  if (changed.ok) freePrograms(step.prefix, () => (create ? () => true : placedIn(step, context)), context);
  return changed;
}

/** The files of the packages that were changed. */
function placedIn({ prefix, pins }: ChangeStep, { bench }: StepContext): Placed {
  const names = new Set(pins.map(({ name }) => name));
  const { records } = readPackageRecords(bench, prefix);
  const placed = new Set(
    records.flatMap(({ name, files }) => (names.has(name) ? files.map(({ at }) => at) : [])),
  );
  return (at) => placed.has(at);
}
