import type { Goal } from "../../model/goal.ts";
import type { AbsolutePath } from "../../model/path.ts";
import type { Pin } from "../../model/pin.ts";
import type { Policy } from "../../model/policy.ts";
import { counted, reason, type Reason } from "../../model/reason.ts";
import type { Step } from "../../model/step.ts";
import type { Site } from "../../model/survey.ts";
import type { HookSteps } from "../hooks.ts";
import type { Place } from "../place.ts";
import { IGNORED } from "../steps.ts";

/** What a change of packages is. */
export interface CondaChange {
  readonly goal: Goal;
  readonly policy: Policy;
  readonly pins: readonly Pin[];
  readonly removed: readonly string[];
  readonly hooks: HookSteps;
}

/** The steps to a next generation of a conda environment: linked in its final folder, proven, then exchanged by one rename. */
export function condaGenerationSteps(
  { generation, link, number }: Place,
  site: Site,
  change: CondaChange,
): readonly Step[] {
  const { hooks, pins } = change;
  const what = counted(pins.length, "package");
  return [
    ...(site.git && !site.ignored
      ? [{ kind: "ignore", root: site.root, lines: IGNORED, why: reason("step-ignore", {}) } as const]
      : []),
    changing(generation, change, true, reason("step-create-packages", { path: link, what })),
    ...requirementsStep(generation, change),
    verifying(generation, change),
    ...hooks.before,
    { kind: "link", path: link, target: generation, why: reason("step-link", { path: link, number }) },
    ...hooks.after,
  ];
}

/** The steps of a change in place: everything at hand first, then preserved, changed, proven. */
export function condaInPlaceSteps(prefix: AbsolutePath, change: CondaChange): readonly Step[] {
  const { hooks, pins, removed } = change;
  const what = counted(pins.length, "package");
  const names = [...pins.map(({ name }) => name), ...removed];
  return [
    ...(pins.length === 0
      ? []
      : [{ kind: "fetch-packages", prefix, pins, why: reason("step-fetch", { what }) } as const]),
    { kind: "preserve", prefix, changing: [...new Set(names)].toSorted(), why: reason("step-preserve", {}) },
    ...(names.length === 0 ? [] : [changing(prefix, change, false, reason("step-packages", { what }))]),
    ...requirementsStep(prefix, change),
    verifying(prefix, change),
    ...hooks.before,
    ...hooks.after,
  ];
}

function changing(
  prefix: AbsolutePath,
  { goal, policy, pins, removed }: CondaChange,
  create: boolean,
  why: Reason,
): Step {
  const asked = goal.requirements.filter(({ kind, fromLock }) => kind === "conda" && fromLock !== true);
  return {
    kind: "change-packages",
    prefix,
    create,
    pins,
    removed,
    specs: asked.map(({ matchSpec, name }) => matchSpec ?? name),
    variables: goal.conda?.variables ?? {},
    scripts: policy.allowPostLink,
    why,
  };
}

function requirementsStep(prefix: AbsolutePath, { goal }: CondaChange): readonly Step[] {
  const requirements = goal.requirements.flatMap(({ kind, text }) => (kind === "pypi" ? [text] : []));
  if (requirements.length === 0) return [];
  const why = reason("step-requirements", { what: counted(requirements.length, "requirement") });
  return [{ kind: "install-requirements", prefix, requirements, why }];
}

function verifying(prefix: AbsolutePath, { pins }: CondaChange): Step {
  return {
    kind: "verify",
    prefix,
    expected: pins.map(({ name, version }) => ({ name, version })),
    imports: [],
    onImportFailure: "off",
    why: reason("step-verify-packages", {}),
  };
}
