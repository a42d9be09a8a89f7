import type { Undo } from "../../model/journal.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import type { Step } from "../../model/step.ts";
import type { StepContext } from "../context.ts";
import { assertFresh } from "../facts.ts";
import { StepFailed } from "../step-kind.ts";

/** A step that changes what is installed in a prefix. */
type Changing = Extract<
  Step,
  { readonly kind: "install" | "uninstall" | "build-project" | "change-packages" | "install-requirements" }
>;

/** Where a prefix is preserved while it is changed in place. */
export function preservedFolder({ kept }: Pick<StepContext, "kept">): AbsolutePath {
  return join(kept, "preserved");
}

/**
 * How to take back a change of a prefix: with its creation, or by what was preserved before. A prefix with neither is not changed; one that is
 * changed in place is not before the plan's facts were compared again.
 */
export function undoOfChange(prefix: AbsolutePath, context: StepContext): readonly Undo[] {
  const before = context.work.steps.slice(0, context.index);
  if (before.some((step) => isCreating(step) && step.prefix === prefix)) return [];
  const preserve = before.find((step) => step.kind === "preserve" && step.prefix === prefix);
  if (preserve?.kind !== "preserve")
    throw new StepFailed(`\`${prefix}\` was not preserved before it changes`);
  if (before.some((step) => isChanging(step) && step.prefix === prefix)) return [];
  assertFresh(context.bench, context.place, context.work, context.index);
  const { changing } = preserve;
  return [
    { kind: "restore-prefix", prefix: context.place.guarded, preserved: preservedFolder(context), changing },
  ];
}

function isCreating(step: Step): step is Step & { readonly prefix: AbsolutePath } {
  return step.kind === "create-environment" || (step.kind === "change-packages" && step.create);
}

const CHANGING: ReadonlySet<string> = new Set<Changing["kind"]>([
  "install",
  "uninstall",
  "build-project",
  "change-packages",
  "install-requirements",
]);

function isChanging(step: Step): step is Step & Changing {
  return CHANGING.has(step.kind);
}
