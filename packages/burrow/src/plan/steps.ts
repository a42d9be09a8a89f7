import type { Goal } from "../model/goal.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Policy } from "../model/policy.ts";
import { counted, reason } from "../model/reason.ts";
import type { Step } from "../model/step.ts";
import type { Site } from "../model/survey.ts";
import type { Build } from "./builds.ts";
import type { HookSteps } from "./hooks.ts";
import type { Place } from "./place.ts";

/** What the ignore files of a project hold: `.venv` without a slash, because `.venv/` does not match a link. */
export const IGNORED: readonly string[] = [".venv", ".burrow/"];

/** What is installed and how it is proven. */
interface Contents {
  readonly goal: Goal;
  readonly policy: Policy;
  readonly pins: readonly Pin[];
  readonly builds: readonly Build[];
  readonly hooks: HookSteps;
}

/** The steps to a next generation: built in its final folder, proven, then exchanged by one rename. */
export function generationSteps(
  { generation, link, number, aside }: Place,
  site: Site,
  python: Pick<Interpreter, "executable" | "version" | "source">,
  contents: Contents,
): readonly Step[] {
  const { version, source, executable } = python;
  return [
    ...(site.git && !site.ignored
      ? [{ kind: "ignore", root: site.root, lines: IGNORED, why: reason("step-ignore", {}) } as const]
      : []),
    {
      kind: "create-environment",
      prefix: generation,
      python: executable,
      prompt: contents.goal.name,
      ...(contents.goal.exact?.systemSitePackages && { systemSitePackages: true }),
      why: reason("step-create", { path: link, version, source }),
    },
    ...installing(generation, contents),
    ...building(generation, contents),
    verifying(generation, contents),
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
  removed: readonly string[],
  contents: Contents,
): readonly Step[] {
  const { pins } = contents;
  const builds = contents.builds.flatMap(({ name }) => name ?? []);
  return [
    ...(pins.length === 0
      ? []
      : [
          {
            kind: "fetch",
            python,
            pins,
            why: reason("step-fetch", { what: counted(pins.length, "distribution") }),
          } as const,
        ]),
    {
      kind: "preserve",
      prefix,
      changing: [...new Set([...pins.map(({ name }) => name), ...removed, ...builds])].toSorted(),
      why: reason("step-preserve", {}),
    },
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
    ...building(prefix, contents),
    verifying(prefix, contents),
    ...contents.hooks.before,
    ...contents.hooks.after,
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

function building(prefix: AbsolutePath, { builds }: Contents): readonly Step[] {
  return builds.map(({ project, name }) => ({
    kind: "build-project",
    prefix,
    project,
    ...(name !== undefined && { name }),
    why: reason("step-build", { name: name ?? project }),
  }));
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
