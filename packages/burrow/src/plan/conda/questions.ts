import type { Environment } from "../../model/environment.ts";
import type { Goal } from "../../model/goal.ts";
import type { CondaQuestion } from "../../model/resolve.ts";
import type { Exact } from "../questions.ts";

/** Into the prefix, keeping every installed package but those in `free`. */
export function condaIntoQuestion(
  { realPrefix, packages = [] }: Environment,
  goal: Goal,
  free: readonly string[] | "all" | "none",
): CondaQuestion {
  const names = free === "all" || free === "none" ? [] : [...free].toSorted();
  const mode = free === "none" ? "frozen" : "freed";
  return {
    ...questionOf(goal),
    key: `${mode}:${realPrefix}:${free === "all" ? "*" : names.join(",")}`,
    mode,
    prefix: realPrefix,
    installed: packages,
    free: names,
  };
}

/** For an empty prefix. What is to be kept of `before` is preferred where the specs leave a choice; `also` are packages beside the goal's. */
export function condaFreshQuestion(
  goal: Goal,
  variant: { readonly name: string; readonly keep: readonly Exact[]; readonly also: readonly Exact[] },
  before: Environment | undefined,
): CondaQuestion {
  const { specs, ...question } = questionOf(goal);
  const kept = new Set(variant.keep.map(({ name }) => name));
  return {
    ...question,
    key: `fresh:conda:${variant.name}`,
    mode: "fresh",
    specs: [...specs, ...variant.also.map(({ name, version }) => `${name} ==${version}`)],
    installed: (before?.packages ?? []).filter(({ name }) => kept.has(name)),
    free: [],
  };
}

/** What of a goal's requirements is a MatchSpec, in canonical form. */
export function specsOf(requirements: Goal["requirements"]): readonly string[] {
  return requirements.flatMap(({ kind, matchSpec, name }) => (kind === "conda" ? [matchSpec ?? name] : []));
}

function questionOf({ conda, requirements, constraints, python }: Goal) {
  return {
    kind: "resolve-conda",
    // `nodefaults` says only that no other channel counts.
    channels: (conda?.channels ?? []).filter((channel) => channel !== "nodefaults"),
    specs: [...specsOf(requirements), ...askedPython(python)],
    constraints: specsOf(constraints),
  } as const;
}

/** `--python 3.12` asks for the package of that version. */
function askedPython({ asked }: Goal["python"]): readonly string[] {
  return asked !== undefined && /^\d+(?:\.\d+)*$/u.test(asked.text) ? [`python ${asked.text}.*`] : [];
}
