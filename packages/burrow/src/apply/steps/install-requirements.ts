import { converse } from "../../engines/converse.ts";
import type { GoalRequirement } from "../../model/goal.ts";
import type { ResolveQuestion } from "../../model/resolve.ts";
import { counted } from "../../model/reason.ts";
import type { Step } from "../../model/step.ts";
import type { Pin } from "../../model/pin.ts";
import { exactQuestion, recordedPins } from "../../plan/exact.ts";
import { executableIn } from "../../plan/place.ts";
import { normalizeName } from "../../standards/name.ts";
import { parseRequirement } from "../../standards/requirement.ts";
import type { StepContext } from "../context.ts";
import { actWith, markedRunner } from "../engine-act.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";
import { undoOfChange } from "./change.ts";
import { scratchOf } from "./fetch.ts";

type RequirementsStep = Extract<Step, { readonly kind: "install-requirements" }>;

/** pip's part of a conda environment: what conda installed is kept at its version, and what comes is proven by its hash. */
export const installRequirements: Prepare<"install-requirements"> = (step, context) => ({
  undo: undoOfChange(step.prefix, context),
  perform: async () => {
    const { bench, work, link, runner, transaction, signal, report } = context;
    const { prefix } = step;
    const { distributions } = await context.verify(prefix);
    const engine = await context.engine();
    const { known, open } = partsOf(context, step, distributions);
    const resolution =
      open.requirements.length === 0
        ? ({ kind: "resolved", pins: [] } as const)
        : await converse(engine.resolve(open), markedRunner(runner, transaction), {
            signal,
            onLine: (text) => report({ type: "engine.line", engine: engine.name, text }),
          });
    if (resolution.kind !== "resolved") throw new StepFailed(resolution.text);
    const pins = [...known, ...resolution.pins];
    if (pins.length === 0) return "nothing was missing";
    const scratch = scratchOf(context);
    bench.makeFolder(scratch, 0o700);
    const python = executableIn(prefix, bench.platform);
    const { options } = work;
    await actWith(context, (one) => one.install({ python, pins, options, scratch, offline: false, link }));
    context.placed.push(...pins);
    return counted(pins.length, "distribution");
  },
});

/** What is known by its hash, and what the engine is asked. */
function partsOf(
  context: StepContext,
  step: RequirementsStep,
  distributions: readonly { readonly name: string; readonly version: string }[],
): { readonly known: readonly Pin[]; readonly open: ResolveQuestion } {
  const { work, bench } = context;
  if (step.exact !== true) return { known: [], open: question(context, step, distributions) };
  const texts = new Set(step.requirements);
  const { pins: known, open } = recordedPins(
    work.requirements.filter(({ kind, text }) => kind === "pypi" && texts.has(text)),
  );
  return { known, open: exactQuestion(executableIn(step.prefix, bench.platform), open, work) };
}

function question(
  { bench, work }: StepContext,
  { prefix, requirements, free = [] }: RequirementsStep,
  distributions: readonly { readonly name: string; readonly version: string }[],
): ResolveQuestion {
  // Folders are built when what they need is there.
  const asked = work.requirements.filter(({ kind, editable }) => kind === "pypi" && editable === undefined);
  const texts = new Set(asked.map(({ text }) => text));
  const beside = requirements.filter((text) => !texts.has(text)).map((text) => requirementOf(text, prefix));
  return {
    kind: "resolve",
    key: prefix,
    mode: free.length === 0 ? "frozen" : "freed",
    python: executableIn(prefix, bench.platform),
    requirements: [...asked, ...beside],
    constraints: work.constraints.filter(({ kind }) => kind === "pypi"),
    options: work.options,
    installed: distributions.map(({ name, version }) => ({ name, version })),
    free,
  };
}

/** What is asked for beside the goal, as another project's file or an earlier generation has it. */
function requirementOf(text: string, file: RequirementsStep["prefix"]): GoalRequirement {
  const read = parseRequirement(text);
  if (!read.ok) throw new StepFailed(`\`${text}\` is no requirement: ${read.problem.message}`);
  const { name, extras, specifier, marker, url } = read.value;
  return {
    kind: "pypi",
    name: normalizeName(name),
    specifier: String(specifier),
    extras: extras.map(normalizeName),
    hashes: [],
    text,
    origin: { file },
    ...(marker !== undefined && { marker: String(marker) }),
    ...(url !== undefined && { url }),
  };
}
