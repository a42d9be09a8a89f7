import type { Pin } from "../../model/pin.ts";
import type { Reason } from "../../model/reason.ts";
import type { BesideQuestion } from "../../model/resolve.ts";
import { normalizeName } from "../../standards/name.ts";
import { isLackingOnTop } from "../fit-result.ts";
import type { Wanting } from "../judgement.ts";
import { resolvable } from "../questions.ts";
import { ask, type Asking, type Scene } from "../scene.ts";
import { clashOnTop, deeperClash, isPythons } from "./pip-clash.ts";

/** Why pip's part cannot stand on these packages, as far as that can be told before they are there; `way` tells the ways apart in which they are put together. */
export function clashUpon(
  scene: Scene,
  pins: readonly Pin[],
  way: string,
  beside: BesideQuestion["provided"] = [],
): Reason | Asking | undefined {
  const { goal, survey, policy } = scene;
  const { platform } = survey;
  const version = pins.find((pin) => pin.name === "python")?.version;
  if (goal.backend !== "conda" || goal.exact !== undefined || version === undefined) return undefined;
  const seen = clashOnTop(scene, pins, { version, implementation: "cpython", platform });
  const requirements = resolvable(scene);
  if (seen !== undefined || requirements.length === 0 || policy.offline) return seen;
  const provided = pins
    .filter(isPythons)
    .map((pin) => ({ name: normalizeName(pin.name), version: pin.version }));
  const condas = new Set(provided.map(({ name }) => name));
  const answer = ask(scene, {
    kind: "resolve-beside",
    key: `beside:${way}`,
    version,
    platform,
    requirements,
    constraints: goal.constraints.filter(({ kind }) => kind === "pypi"),
    options: goal.options,
    provided: [...provided, ...beside.filter(({ name }) => !condas.has(name))],
  });
  if (answer.kind === "ask") return answer;
  // What fails alone as well may be had by what planning does not do: the change itself tells.
  return answer.kind === "conflict" ? deeperClash(scene, pins, answer.text) : undefined;
}

/** The same of a prefix that stands, once these packages are changed. What pip has nothing to do for is judged by what would break. */
export function clashInto(
  { environment: { realPrefix, packages = [] }, installed, fit }: Wanting,
  scene: Scene,
  { pins, removed }: { readonly pins: readonly Pin[]; readonly removed: readonly string[] },
  way: string,
): Reason | Asking | undefined {
  if (!isLackingOnTop(fit)) return undefined;
  const gone = new Set([...pins.map(({ name }) => name), ...removed]);
  const kept = packages.filter(({ name }) => !gone.has(name));
  const free = new Set(fit.onTop?.clashes.map(({ name }) => name));
  const beside = [...installed.values()].filter(({ name }) => !free.has(name));
  return clashUpon(scene, [...kept.map(asPin), ...pins], `${realPrefix}:${way}`, beside);
}

function asPin({
  name,
  version,
  build,
  subdir,
  channel,
  depends,
}: NonNullable<Wanting["environment"]["packages"]>[number]): Pin {
  return { name, version, hashes: [], conda: { build, subdir, channel, depends } };
}
