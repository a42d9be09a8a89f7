import type { Distribution } from "../../model/distribution.ts";
import { baseName, isInside, join, parent, type AbsolutePath } from "../../model/path.ts";
import { counted, reason, type Reason, sentence } from "../../model/reason.ts";
import type { Step } from "../../model/step.ts";
import { executableIn } from "../../plan/place.ts";
import type { Proof, StepContext } from "../context.ts";
import { markedRunner } from "../engine-act.ts";
import { manifestOf, type GenerationRecord } from "../generation-file.ts";
import { fileListOf, fileListText, listGeneration } from "../generation-files.ts";
import { checkImports } from "../import-check.ts";
import { checkPackages } from "../package-check.ts";
import { checkFiles } from "../installed-check.ts";
import { installedAnew } from "../poisoned.ts";
import { overwritten, type OverwrittenContext } from "../overwritten.ts";
import { makeDurable } from "../durable.ts";
import { preservedFolder } from "./change.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";
import { syncUpTo } from "../sync.ts";

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
      if (proof === undefined) await makeDurable(prefix, context);
      const note = await prove(step, isGeneration, proof, context);
      tell(context, "writing down what was made", 90);
      if (isGeneration) await record(prefix, proof, context);
      tell(context, "verified", 100);
      return note;
    },
  };
};

function tell({ report, index, work }: StepContext, message: string, percentage: number): void {
  report({ type: "progress", phase: "verify", message, percentage, step: index, steps: work.steps.length });
}

async function prove(
  step: VerifyStep,
  all: boolean,
  proof: Proof | undefined,
  context: StepContext,
): Promise<string> {
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
  const check = () => checkFiles(bench, checked, verified, signal);
  const found = await check();
  const anew = await installedAnew(prefix, found.problems, context);
  if (anew) await makeDurable(prefix, context);
  const { files, problems: wrong } = anew ? await check() : found;
  const clobbered = all ? [] : await overwritten(bench, own, names, whereFormer(context));
  const isOld = (problem: Reason) => before.problems.has(JSON.stringify(problem));
  for (const warning of problems.filter(isOld)) report({ type: "warning", warning });

  const failures = [
    ...absent.map(({ name, version }) => `${name} ${version} is not there`),
    ...[...packages.problems, ...wrong, ...clobbered, ...problems.filter((problem) => !isOld(problem))].map(
      sentence,
    ),
  ];
  const unmet = failures.length === 0 ? context.unmet?.(prefix) : undefined;
  if (unmet !== undefined) throw new StepFailed(sentence(unmet));
  if (failures.length > 0) throw new StepFailed(failures.join("; "));
  tell(context, "importing", 70);
  await tryImports(step, own, context);
  const proven = [
    ...(packages.packages > 0 ? [counted(packages.packages, "package")] : []),
    ...(checked.length > 0 || packages.packages === 0 ? [counted(checked.length, "distribution")] : []),
    counted(files + packages.files, "file"),
  ];
  return proven.join(", ");
}

function whereFormer(context: StepContext): OverwrittenContext {
  const { verified, place } = context;
  return { verified, preserved: preservedFolder(context), guarded: place.guarded };
}

async function tryImports(
  { prefix, imports, onImportFailure }: VerifyStep,
  distributions: readonly Distribution[],
  { bench, runner, transaction, signal, report }: StepContext,
): Promise<void> {
  if (onImportFailure === "off") return;
  const tried = distributions.filter(({ name }) => imports.includes(name));
  const python = executableIn(prefix, bench.platform);
  const failures = await checkImports(bench, markedRunner(runner, transaction), python, tried, signal);
  const reasons = failures.map(({ name, detail }) => reason("import-failed", { name, detail }));
  if (onImportFailure === "require" && reasons.length > 0)
    throw new StepFailed(reasons.map(sentence).join("; "));
  for (const warning of reasons) report({ type: "warning", warning });
}

/** Writes the generation's record, durable with all names above it. */
async function record(prefix: AbsolutePath, proof: Proof | undefined, context: StepContext): Promise<void> {
  const { bench, work, now, command, kept, place, verified } = context;
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
    pins: work.pins.map(({ name, version, hashes, url, bytes }) => ({
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
  const files = await listGeneration(bench, prefix, verified, proof?.found);
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
