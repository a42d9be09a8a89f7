import type { Environment } from "../model/environment.ts";
import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { ResolveQuestion } from "../model/resolve.ts";
import type { Installed } from "./installed.ts";

/**
 * What of a goal an engine may be given: names with specifiers and addresses of wheels. Folders and version control would run somebody's build
 * (`uv pip compile` runs `setup.py` of an editable), so they never reach an engine while planning.
 */
export function resolvable(goal: Goal): readonly GoalRequirement[] {
  return goal.requirements.filter(
    ({ kind, name, editable, url }) =>
      kind === "pypi" && name !== "" && editable === undefined && (url === undefined || isWheel(url)),
  );
}

/** Requirements of the goal that can only be met by building from source, the project itself apart. */
export function sourceOnly(goal: Goal): readonly GoalRequirement[] {
  return goal.requirements.filter(
    ({ editable, url }) =>
      (editable !== undefined && editable !== goal.project?.root) ||
      (editable === undefined && url !== undefined && !isWheel(url)),
  );
}

function isWheel(url: string): boolean {
  return /\.whl(?:[#?]|$)/u.test(url);
}

/** Into the environment, keeping every installed version but those in `free`. */
export function intoQuestion(
  environment: Environment & { readonly executable: AbsolutePath },
  installed: Installed,
  goal: Goal,
  free: readonly string[] | "all" | "none",
): ResolveQuestion {
  const names = free === "all" || free === "none" ? [] : [...free].toSorted();
  const mode = free === "none" ? "frozen" : "freed";
  return {
    kind: "resolve",
    key: `${mode}:${environment.realPrefix}:${free === "all" ? "*" : names.join(",")}`,
    mode,
    python: environment.executable,
    requirements: resolvable(goal),
    constraints: goal.constraints,
    options: goal.options,
    installed: [...installed.values()].map(({ name, version }) => ({ name, version })),
    free: names,
  };
}

/** For an empty environment of the interpreter. `keep` and `prefer` are versions to hold on to, `also` requirements beside the goal's. */
export function freshQuestion(
  python: AbsolutePath,
  goal: Goal,
  variant: {
    readonly name: string;
    readonly keep: readonly Exact[];
    readonly prefer?: readonly GoalRequirement[];
    readonly also: readonly Exact[];
  },
): ResolveQuestion {
  return {
    kind: "resolve",
    key: `fresh:${python}:${variant.name}`,
    mode: "fresh",
    python,
    requirements: [...resolvable(goal), ...variant.also.map((exact) => exactly(exact, goal))],
    constraints: [
      ...goal.constraints,
      ...variant.keep.map((exact) => exactly(exact, goal)),
      ...(variant.prefer ?? []),
    ],
    options: goal.options,
    installed: [],
    free: [],
  };
}

/** A distribution at exactly one version. */
export interface Exact {
  readonly name: string;
  readonly version: string;
}

function exactly({ name, version }: Exact, goal: Goal): GoalRequirement {
  const specifier = `==${version}`;
  return {
    kind: "pypi",
    name,
    specifier,
    extras: [],
    hashes: [],
    text: name + specifier,
    origin: { file: goal.root },
  };
}
