import type { Interpreter } from "../model/interpreter.ts";
import type { AbsolutePath } from "../model/path.ts";
import { counted, reason } from "../model/reason.ts";
import type { Step } from "../model/step.ts";
import type { Site } from "../model/survey.ts";
import { buildSteps } from "./builds.ts";
import { condaSteps } from "./conda/conda-steps.ts";
import type { Contents } from "./contents.ts";
import type { Place } from "./place.ts";

/** What the ignore files of a project hold: `.venv` without a slash, because `.venv/` does not match a link. */
export const IGNORED: readonly string[] = [".venv", ".burrow/"];

/** The interpreter that a venv is made on; conda's environments bring theirs. */
export type BuiltOn = Pick<Interpreter, "executable" | "version" | "source">;

/** The steps to a next generation: built in its final folder, proven, then exchanged by one rename. */
export function generationSteps(
  place: Place,
  site: Site,
  python: BuiltOn | undefined,
  contents: Contents,
): readonly Step[] {
  const { generation, link, number, aside } = place;
  const made =
    python === undefined
      ? condaSteps(generation, contents, link)
      : [creating(place, python, contents), ...venvSteps(generation, contents)];
  return [
    ...(site.git && !site.ignored
      ? [{ kind: "ignore", root: site.root, lines: IGNORED, why: reason("step-ignore", {}) } as const]
      : []),
    ...made,
    ...contents.hooks.before,
    ...(aside === undefined
      ? []
      : [
          {
            kind: "set-aside",
            path: link,
            to: aside,
            why: reason("step-set-aside", { path: aside }),
          } as const,
        ]),
    { kind: "link", path: link, target: generation, why: reason("step-link", { path: link, number }) },
    ...contents.hooks.after,
  ];
}

/** The steps of a change in place: everything at hand first, then preserved, changed, proven. */
export function inPlaceSteps(
  prefix: AbsolutePath,
  python: AbsolutePath,
  contents: Contents,
): readonly Step[] {
  const { pins, removed, goal, hooks } = contents;
  const isConda = goal.backend === "conda";
  const builds = contents.builds.flatMap(({ name }) => name ?? []);
  const why = reason("step-fetch", { what: counted(pins.length, isConda ? "package" : "distribution") });
  const fetching: Step = isConda
    ? { kind: "fetch-packages", prefix, pins, why }
    : { kind: "fetch", python, pins, why };
  return [
    ...(pins.length === 0 ? [] : [fetching]),
    {
      kind: "preserve",
      prefix,
      changing: [
        ...new Set([...pins.map(({ name }) => name), ...removed, ...builds, ...onTopNames(contents)]),
      ].toSorted(),
      why: reason("step-preserve", {}),
    },
    ...(isConda ? condaSteps(prefix, contents) : venvSteps(prefix, contents)),
    ...hooks.before,
    ...hooks.after,
  ];
}

function onTopNames({ onTop }: Contents): readonly string[] {
  return onTop === undefined ? [] : [...onTop.uninstalled, ...onTop.placed.map(({ name }) => name)];
}

function creating(
  { generation, link }: Place,
  { executable, version, source }: BuiltOn,
  { goal }: Contents,
): Step {
  return {
    kind: "create-environment",
    prefix: generation,
    python: executable,
    prompt: goal.name,
    ...(goal.exact?.systemSitePackages && { systemSitePackages: true }),
    why: reason("step-create", { path: link, version, source }),
  };
}

function venvSteps(prefix: AbsolutePath, contents: Contents): readonly Step[] {
  const { removed } = contents;
  return [
    ...(removed.length === 0
      ? []
      : [
          {
            kind: "uninstall",
            prefix,
            names: removed,
            why: reason("step-uninstall", { names: removed.join(", ") }),
          } as const,
        ]),
    ...installing(prefix, contents),
    ...buildSteps(prefix, contents.builds),
    verifying(prefix, contents),
  ];
}

function installing(prefix: AbsolutePath, { pins }: Contents): readonly Step[] {
  return pins.length === 0
    ? []
    : [
        {
          kind: "install",
          prefix,
          pins,
          why: reason("step-install", { what: counted(pins.length, "distribution") }),
        },
      ];
}

function verifying(prefix: AbsolutePath, { goal, policy, pins }: Contents): Step {
  const asked = new Set(goal.requirements.map(({ name }) => name));
  return {
    kind: "verify",
    prefix,
    expected: pins.map(({ name, version }) => ({ name, version })),
    imports:
      policy.verifyImports === "off" ? [] : pins.map(({ name }) => name).filter((name) => asked.has(name)),
    onImportFailure: policy.verifyImports,
    why: reason("step-verify", {}),
  };
}
