import type { Distribution } from "../../model/distribution.ts";
import { baseName, isInside, join, parent, type AbsolutePath } from "../../model/path.ts";
import { counted, reason, type Reason, sentence } from "../../model/reason.ts";
import type { Step } from "../../model/step.ts";
import { executableIn } from "../../plan/place.ts";
import type { Proof, StepContext } from "../context.ts";
import { markedRunner } from "../engine-act.ts";
import { manifestOf, type GenerationRecord } from "../../survey/inspect/generation-record.ts";
import { fileListOf, fileListText, listGeneration } from "../generation-files.ts";
import { checkImports } from "../import-check.ts";
import { checkPackages } from "../package-check.ts";
import { freePrograms, type Placed } from "../programs.ts";
import { recordOf } from "../installed-files.ts";
import { checkFiles } from "../installed-check.ts";
import { installedAnew } from "../poisoned.ts";
import { overwritten, type OverwrittenContext } from "../overwritten.ts";
import { lookThrough, makeDurable } from "../durable.ts";
import { provisional } from "../provisional.ts";
import { preservedFolder } from "./change.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";
import { syncUpTo } from "../sync.ts";
import type { Found } from "../walk.ts";

type VerifyStep = Extract<Step, { readonly kind: "verify" }>;

/** Proves the result and makes it durable; of a generation it then writes down what was made, which is what `link` asks for. */
export const verify: Prepare<"verify"> = (step, context) => {
  const { prefix } = step;
  const isGeneration = isInside(prefix, join(context.place.folder, "generations"));
  return {
    undo: isGeneration
      ? [manifestOf(prefix), fileListOf(prefix)].map((path) => ({ kind: "remove-tree", path }) as const)
      : [],
    perform: async () => {
      tell(context, "making it durable", 0);
      const proof = context.proofs.find((one) => one.step === context.index - 1 && one.prefix === prefix);
      const found = proof?.found ?? (await lookThrough(prefix, context));
      const verified = provisional(context.verified);
      const durable = proof === undefined ? makeDurable(prefix, found, context) : Promise.resolve();
      const proving = prove(step, { all: isGeneration, found, durable, proof }, { ...context, verified });
      await Promise.allSettled([durable, proving]);
      await durable;
      const { note, changed } = await proving;
      verified.settle();
      tell(context, "writing down what was made", 90);
      if (isGeneration) await record(prefix, changed ? undefined : found, context);
      tell(context, "verified", 100);
      return note;
    },
  };
};

function tell({ report, index, work }: StepContext, message: string, percentage: number): void {
  report({ type: "progress", phase: "verify", message, percentage, step: index, steps: work.steps.length });
}

/** What a prefix was found to hold, and the promise that it is durable: the disk works while the files are compared. */
interface Looked {
  /** Whether all that is there is proven, and not only what the step expects. */
  readonly all: boolean;
  readonly found: readonly Found[];
  readonly durable: Promise<void>;
  /** What the step before has proven. */
  readonly proof: Proof | undefined;
}

/** Gives what was proven, and whether the prefix may hold something else than was found. */
async function prove(
  step: VerifyStep,
  { all, found, durable, proof }: Looked,
  context: StepContext,
): Promise<{ readonly note: string; readonly changed: boolean }> {
  const { bench, signal, verified, before, report } = context;
  const { prefix, expected } = step;
  tell(context, "reading what is installed", 30);
  const { distributions, problems } = await context.verify(prefix);
  const own = distributions.filter(({ inherited }) => !inherited);
  const names = new Set(expected.map(({ name }) => name));
  const changed = all ? undefined : names;
  tell(context, "comparing files with their RECORD", 50);
  const packages = proof?.packages ?? (await checkPackages(bench, prefix, changed, verified, signal));
  const { records } = packages;
  const absent = expected.filter(
    ({ name, version }) => ![...own, ...records].some((one) => one.name === name && one.version === version),
  );
  // Of conda's, the record in conda-meta holds: its tools write scripts anew, which RECORD does not know.
  const condas = new Set(records.flatMap(({ files: theirs }) => theirs.map(({ at }) => at)));
  const pips = own.filter(({ info }) => !condas.has(join(info, "METADATA")));
  const checked = all ? pips : pips.filter(({ name }) => names.has(name));
  const seen = new Map(found.map(({ at, status }) => [at, status]));
  const first = await checkFiles(bench, checked, verified, signal, seen);
  await durable;
  const anew = await installedAnew(prefix, first.problems, context);
  const freed = freePrograms(prefix, () => (all ? () => true : placedIn(checked, context)), context);
  if (anew || freed) await makeDurable(prefix, await lookThrough(prefix, context), context);
  if (anew) await context.verify(prefix); // what was read before may be what was altered
  const { files, problems: wrong } = anew ? await checkFiles(bench, checked, verified, signal) : first;
  const clobbered = all ? [] : await overwritten(bench, own, names, whereFormer(context));
  const isOld = (problem: Reason) => before.problems.has(JSON.stringify(problem));
  for (const warning of problems.filter(isOld)) report({ type: "warning", warning });

  const failures = [
    ...absent.map(({ name, version }) => `${name} ${version} is not there`),
    ...[...packages.problems, ...wrong, ...clobbered, ...problems.filter((problem) => !isOld(problem))].map(
      sentence,
    ),
  ];
  const unmet = failures.length === 0 ? context.unmet?.(prefix, context.placed) : undefined;
  if (unmet !== undefined) throw new StepFailed(sentence(unmet));
  if (failures.length > 0) throw new StepFailed(failures.join("; "));
  tell(context, "importing", 70);
  const tried = await tryImports(step, own, context);
  const proven = [
    ...(packages.packages > 0 ? [counted(packages.packages, "package")] : []),
    ...(checked.length > 0 || packages.packages === 0 ? [counted(checked.length, "distribution")] : []),
    counted(files + packages.files, "file"),
  ];
  return { note: proven.join(", "), changed: anew || freed || tried };
}

/** The files of distributions that were installed, as their RECORDs list them. */
function placedIn(distributions: readonly Distribution[], { bench }: StepContext): Placed {
  const placed = new Set(
    distributions.flatMap((one) => recordOf(bench, one)?.map(({ at }) => bench.realPath(at)) ?? []),
  );
  return (at) => placed.has(bench.realPath(at));
}

function whereFormer(context: StepContext): OverwrittenContext {
  const { verified, place } = context;
  return { verified, preserved: preservedFolder(context), guarded: place.guarded };
}

/** Gives whether any was tried. */
async function tryImports(
  { prefix, imports, onImportFailure }: VerifyStep,
  distributions: readonly Distribution[],
  { bench, runner, transaction, signal, report }: StepContext,
): Promise<boolean> {
  if (onImportFailure === "off") return false;
  const tried = distributions.filter(({ name }) => imports.includes(name));
  const python = executableIn(prefix, bench.platform);
  const failures = await checkImports(bench, markedRunner(runner, transaction), python, tried, signal);
  const reasons = failures.map(({ name, detail }) => reason("import-failed", { name, detail }));
  if (onImportFailure === "require" && reasons.length > 0)
    throw new StepFailed(reasons.map(sentence).join("; "));
  for (const warning of reasons) report({ type: "warning", warning });
  return tried.length > 0;
}

/** Writes the generation's record, durable with all names above it. */
async function record(
  prefix: AbsolutePath,
  found: readonly Found[] | undefined,
  context: StepContext,
): Promise<void> {
  const { bench, work, now, command, kept, place, placed, verified } = context;
  const generation: GenerationRecord = {
    schema: 1,
    number: Number(baseName(prefix)),
    prefix,
    createdAt: new Date(now()).toISOString(),
    command,
    plan: work.id,
    action: work.action,
    ...(work.python !== undefined && {
      python: { executable: work.python.executable, version: work.python.version },
    }),
    pins: [...work.pins, ...placed].map(({ name, version, hashes, url, bytes }) => ({
      name,
      version,
      hashes: [...hashes],
      ...(url !== undefined && { url }),
      ...(bytes !== undefined && { bytes }),
    })),
    changes: [...work.changes],
    ...(work.byHand.length > 0 && { byHand: [...work.byHand] }),
    ...(work.tenants.length > 0 && { tenants: [...work.tenants] }),
  };
  const files = await listGeneration(bench, prefix, verified, found);
  const beside = join(kept, "generation.json");
  bench.makeFolder(kept, 0o700);
  // The list first: where the record stands, the list does.
  for (const [path, content] of [
    [fileListOf(prefix), fileListText(files)],
    [manifestOf(prefix), `${JSON.stringify(generation)}\n`],
  ] as const) {
    bench.writeFile(beside, content, 0o644);
    bench.rename(beside, path);
  }
  syncUpTo(bench, parent(prefix), place.guarded);
}
