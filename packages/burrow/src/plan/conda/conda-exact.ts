import type { Environment } from "../../model/environment.ts";
import type { Goal } from "../../model/goal.ts";
import type { Change } from "../../model/plan.ts";
import { reason, type Reason } from "../../model/reason.ts";
import { normalizeName } from "../../standards/name.ts";
import { strangersOf } from "../builds.ts";
import { newlyBroken } from "../breaks.ts";
import { changesOf } from "../changes.ts";
import { recordedReason } from "../exact.ts";
import type { Fit } from "../fit-result.ts";
import { installedIn } from "../installed.ts";
import { effectOf, houseOf } from "../into.ts";
import type { Judged, Wanting } from "../judgement.ts";
import type { Scene } from "../scene.ts";
import { pipsIn } from "./pips.ts";

/**
 * Judges what it takes to give a conda prefix recorded content where it stands. Nothing is asked: the archives are known. What pip put over a package goes first,
 * and the package is placed anew; with another minor version of Python, all that pip put there goes and comes again.
 */
export function judgeCondaExact(wanting: Wanting, scene: Scene, damaged: readonly string[]): Judged {
  const { environment, fit, conclude } = wanting;
  const { goal } = scene;
  const locked = goal.conda?.locked ?? [];
  const recorded = new Set(locked.map(({ name }) => name));
  const onTop = onTopOf(wanting, goal, damaged);
  const over = new Set(onTop.extraneous);
  const pins = locked.filter(
    ({ name }) => !fit.needed.has(name) || damaged.includes(name) || over.has(normalizeName(name)),
  );
  const removed = (environment.packages ?? [])
    .map(({ name }) => name)
    .filter((name) => !recorded.has(name))
    .toSorted();
  const source = unbuildable(goal, onTop);
  if (source !== undefined) return conclude("exact", { outcome: "reject", because: source });
  const exact = { ...fit, unmet: onTop.unmet, onTop };
  const isAddition =
    removed.length + onTop.extraneous.length + fit.clashes.length + fit.unproven.length + damaged.length ===
    0;
  return conclude("exact", {
    outcome: isAddition ? "extend" : "upgrade",
    because: recordedReason(goal),
    pins,
    removed,
    fit: exact,
    breaks: newlyBroken(
      houseOf(wanting, scene),
      effectOf({ ...wanting, fit: exact }, scene, { pins, removed }),
    ),
  });
}

/** What pip's part comes to: `unmet` is placed, `extraneous` goes before conda's packages are changed. */
function onTopOf(
  { environment, installed, fit }: Wanting,
  { conda, requirements }: Goal,
  damaged: readonly string[],
): Fit & { readonly extraneous: readonly string[] } {
  const { extraneous = [], unmet, ...onTop } = fit.onTop ?? fit;
  const pips = requirements.filter(({ kind }) => kind === "pypi");
  const python = conda?.locked?.find(isPython)?.version;
  const before = environment.packages?.find(isPython)?.version;
  if (python !== undefined && before !== undefined && minorOf(python) !== minorOf(before))
    return { ...onTop, unmet: pips, extraneous: [...pipsIn(environment, installed).keys()].toSorted() };
  const again = pips.filter((one) => unmet.includes(one) || damaged.includes(one.name));
  return { ...onTop, unmet: again, extraneous };
}

/** Why pip's part of recorded content cannot be had again: of sources, only folders of the root's own, and those that somebody let be built, are built on top of conda's packages. */
export function unbuildable(goal: Goal, onTop?: Pick<Fit, "unmet">): Reason | undefined {
  const source = strangersOf(goal).find((one) => onTop?.unmet.includes(one) ?? true);
  return source && reason("needs-build", { requirement: source.text });
}

/** What recorded content changes of what pip put on top of conda's packages; of any other goal only pip can tell, once those are there. */
export function changesOnTop(environment: Environment | undefined, goal: Goal): readonly Change[] {
  if (goal.backend !== "conda" || goal.exact === undefined) return [];
  const there = environment === undefined ? new Map() : pipsIn(environment, installedIn(environment));
  const pips = goal.requirements.filter(({ kind }) => kind === "pypi");
  const names = new Set(pips.map(({ name }) => name));
  const placed = pips.flatMap(({ name, specifier, text }) => {
    if (specifier === "" && there.has(name)) return [];
    return [{ name, version: specifier === "" ? text : specifier.slice("==".length), hashes: [] }];
  });
  return changesOf(
    there,
    placed,
    [...there.keys()].filter((name) => !names.has(name)),
  );
}

function isPython({ name }: { readonly name: string }): boolean {
  return name === "python";
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
