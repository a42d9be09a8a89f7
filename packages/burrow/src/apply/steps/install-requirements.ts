import { converse } from "../../engines/converse.ts";
import type { ResolveQuestion } from "../../model/resolve.ts";
import { counted } from "../../model/reason.ts";
import { executableIn } from "../../plan/place.ts";
import type { StepContext } from "../context.ts";
import { actWith, markedRunner } from "../engine-act.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";
import { undoOfChange } from "./change.ts";
import { scratchOf } from "./fetch.ts";

/** pip's part of a conda environment: what conda installed is kept at its version, and what comes is proven by its hash. */
export const installRequirements: Prepare<"install-requirements"> = ({ prefix }, context) => ({
  undo: undoOfChange(prefix, context),
  perform: async () => {
    const { bench, work, link, runner, transaction, signal, report } = context;
    const { distributions } = await context.verify(prefix);
    const engine = await context.engine();
    const resolution = await converse(
      engine.resolve(question(context, prefix, distributions)),
      markedRunner(runner, transaction),
      { signal, onLine: (text) => report({ type: "engine.line", engine: engine.name, text }) },
    );
    if (resolution.kind !== "resolved") throw new StepFailed(resolution.text);
    const { pins } = resolution;
    if (pins.length === 0) return "nothing was missing";
    const scratch = scratchOf(context);
    bench.makeFolder(scratch, 0o700);
    const python = executableIn(prefix, bench.platform);
    const { options } = work;
    await actWith(context, (one) => one.install({ python, pins, options, scratch, offline: false, link }));
    return counted(pins.length, "distribution");
  },
});

function question(
  { bench, work }: StepContext,
  prefix: Parameters<typeof executableIn>[0],
  distributions: readonly { readonly name: string; readonly version: string }[],
): ResolveQuestion {
  return {
    kind: "resolve",
    key: prefix,
    mode: "frozen",
    python: executableIn(prefix, bench.platform),
    requirements: work.requirements.filter(({ kind }) => kind === "pypi"),
    constraints: work.constraints.filter(({ kind }) => kind === "pypi"),
    options: work.options,
    installed: distributions.map(({ name, version }) => ({ name, version })),
    free: [],
  };
}
