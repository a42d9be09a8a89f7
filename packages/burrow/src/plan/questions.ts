import type { Environment } from "../model/environment.ts";
import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { ResolveQuestion } from "../model/resolve.ts";
import { fileUrl } from "../standards/file-url.ts";
import type { Installed } from "./installed.ts";
import type { Scene } from "./scene.ts";

/**
 * What of a goal an engine may be given: names with specifiers and addresses of wheels. Folders and version control would run somebody's build
 * (`uv pip compile` runs `setup.py` of an editable), so they never reach an engine while planning; a wheel that was built from them stands for them.
 */
export function resolvable(scene: Pick<Scene, "goal" | "sources">): readonly GoalRequirement[] {
  return asBuilt(scene).filter(
    ({ kind, name, editable, url }) =>
      kind === "pypi" && name !== "" && editable === undefined && (url === undefined || isWheel(url)),
  );
}

/** Requirements of the goal that can only be met by building from source, the project itself apart. */
export function sourceOnly(goal: Goal): readonly GoalRequirement[] {
  return goal.requirements.filter(
    ({ kind, editable, url }) =>
      kind === "pypi" &&
      ((editable !== undefined && editable !== goal.project?.root) ||
        (editable === undefined && url !== undefined && !isWheel(url))),
  );
}

/** The requirements with the wheel that was built from a source in the place of that source. */
function asBuilt({ goal, sources }: Pick<Scene, "goal" | "sources">): readonly GoalRequirement[] {
  if (sources === undefined || sources.built.size === 0) return goal.requirements;
  return goal.requirements.map((requirement) => {
    const wheel = sources.built.get(requirement);
    return wheel === undefined
      ? requirement
      : { ...requirement, name: wheel.name, specifier: "", url: fileUrl(wheel.file), hashes: [] };
  });
}

function isWheel(url: string): boolean {
  return /\.whl(?:[#?]|$)/u.test(url);
}

/** Into the environment, keeping every installed version but those in `free`. */
export function intoQuestion(
  environment: Environment & { readonly executable: AbsolutePath },
  installed: Installed,
  scene: Pick<Scene, "goal" | "sources">,
  free: readonly string[] | "all" | "none",
): ResolveQuestion {
  const names = free === "all" || free === "none" ? [] : [...free].toSorted();
  const mode = free === "none" ? "frozen" : "freed";
  const { goal } = scene;
  return {
    kind: "resolve",
    key: `${mode}:${environment.realPrefix}:${free === "all" ? "*" : names.join(",")}`,
    mode,
    python: environment.executable,
    prefix: environment.prefix,
    requirements: resolvable(scene),
    constraints: goal.constraints,
    options: goal.options,
    installed: [...installed.values()].map(({ name, version }) => ({ name, version })),
    free: names,
  };
}

/** For an empty environment of the interpreter. `keep` and `prefer` are versions to hold on to, `also` requirements beside the goal's. */
export function freshQuestion(
  python: AbsolutePath,
  scene: Pick<Scene, "goal" | "sources">,
  variant: {
    readonly name: string;
    readonly keep: readonly Exact[];
    readonly prefer?: readonly GoalRequirement[];
    readonly also: readonly Exact[];
  },
): ResolveQuestion {
  const { goal } = scene;
  return {
    kind: "resolve",
    key: `fresh:${python}:${variant.name}`,
    mode: "fresh",
    python,
    requirements: [...resolvable(scene), ...variant.also.map((exact) => exactly(exact, goal))],
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
