import type { Environment } from "../model/environment.ts";
import type { Reason } from "../model/reason.ts";
import { isOfConda } from "./conda/conda-breaks.ts";
import type { Fit } from "./fit-result.ts";
import type { Installed } from "./installed.ts";
import { ask, type Asking, type Scene } from "./scene.ts";

/** What is wrong with something needed, as its metadata shows: of a distribution, and in a conda prefix of a package. */
export function ailment(
  { needed, onTop }: Fit,
  { packages = [] }: Environment,
  installed: Installed,
): Reason | undefined {
  const found = [...needed, ...(onTop?.needed ?? [])].find((name) => problemOf(name) !== undefined);
  return found === undefined ? undefined : problemOf(found);

  function problemOf(name: string): Reason | undefined {
    const there = packages.find((one) => one.name === name);
    return there?.problems[0] ?? installed.get(name)?.problems[0];
  }
}

/** What is wrong with the files of what is needed. Asked last: it is the dearest look. */
export function recordsOf(
  environment: Environment,
  { needed, onTop }: Fit,
  installed: Installed,
  scene: Scene,
): Reason | Asking | undefined {
  const { realPrefix } = environment;
  const isConda = scene.goal.backend === "conda";
  // Of what conda put there, its own records hold: RECORD is not kept by all of its packages.
  const isPips = (name: string): boolean => {
    const there = installed.get(name);
    return there === undefined || !isOfConda(environment, there);
  };
  const onTopOfIt = [...(onTop?.needed ?? [])];
  const names = (isConda ? onTopOfIt.filter(isPips) : [...needed]).toSorted();
  const packages = isConda
    ? [...new Set([...needed, ...onTopOfIt.filter((name) => !isPips(name))])].toSorted()
    : [];
  if (names.length + packages.length === 0) return undefined;
  const answer = ask(scene, {
    kind: "records",
    key: `records:${realPrefix}`,
    realPrefix,
    names,
    ...(isConda && { packages }),
  });
  return answer.kind === "ask"
    ? answer
    : [...packages, ...names].map((name) => answer.problems[name]).find((problem) => problem !== undefined);
}

/** Names of what is unwell among what is needed, once the look at the files was taken. */
export function unwellIn(
  { distributions, packages = [], realPrefix }: Environment,
  { needed, onTop }: Fit,
  scene: Scene,
): readonly string[] {
  const answer = scene.answers[`records:${realPrefix}`];
  const problems = answer?.kind === "records" ? answer.problems : {};
  const held = scene.goal.backend === "conda" ? [...packages, ...distributions] : distributions;
  const unwell = held.filter((one) => one.problems.length > 0 || Object.hasOwn(problems, one.name));
  const names = new Set(unwell.map(({ name }) => name));
  return [...names].filter((name) => needed.has(name) || onTop?.needed.has(name) === true);
}
