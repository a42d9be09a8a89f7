import type { Goal, GoalRequirement } from "../../model/goal.ts";
import { relative } from "../../model/path.ts";
import type { Pin } from "../../model/pin.ts";
import { reason, type Reason } from "../../model/reason.ts";
import type { Origin } from "../../model/text-origin.ts";
import { normalizeName } from "../../standards/name.ts";
import type { Marked } from "../reader.ts";
import type { Scene } from "../scene.ts";
import { specReader } from "./specs.ts";

/**
 * Why what pip is asked for cannot stand on these packages of conda's: it asks for another version, or for a source, of a distribution that conda gives. pip changes none of conda's, so
 * that would only come out once everything is linked.
 */
export function clashOnTop(
  { goal, reader }: Scene,
  pins: readonly Pin[],
  python: Marked,
): Reason | undefined {
  const there = new Map(pins.filter(isPythons).map((pin) => [normalizeName(pin.name), pin]));
  for (const requirement of goal.requirements) {
    const { kind, name, marker, specifier, url } = requirement;
    const pin = kind === "pypi" ? there.get(name) : undefined;
    if (pin === undefined || !reader.applies(marker, python, [])) continue;
    const isMet = url === undefined && reader.contains(specifier, pin.version);
    if (isMet || (url === undefined && reader.release(pin.version).length === 0)) continue;
    return reason("pip-clash", {
      place: placeOf(requirement.origin, goal),
      requirement: requirement.text,
      held: heldText(pin, pins, goal),
    });
  }
  return undefined;
}

/** The same where only pip's engine saw it: in what is asked for needs something else. `detail` is its words. */
export function deeperClash({ goal }: Scene, pins: readonly Pin[], detail: string): Reason {
  const isNamed = (name: string): boolean =>
    new RegExp(`(?<![\\w.-])${name.replaceAll(/[^a-z0-9-]/gu, "")}(?![\\w-])`, "iu").test(detail);
  const asked = goal.requirements.filter(({ kind, name }) => kind === "pypi" && name !== "");
  const named = asked.filter(({ name }) => isNamed(name));
  const held = pins.filter((pin) => isPythons(pin) && isNamed(normalizeName(pin.name)));
  return reason("pip-clash-deeper", {
    asked: (named.length > 0 ? named : asked)
      .map((one) => `\`${one.text}\` (${placeOf(one.origin, goal)})`)
      .join(", "),
    held: held.map((pin) => heldText(pin, pins, goal)).join(" and ") || "packages",
    detail,
  });
}

/** Whether a package of conda's is a Python distribution, as far as its record tells: what is none goes by the name of one by chance (`graphviz`). */
export function isPythons({ conda }: Pin): boolean {
  return conda?.depends?.some((text) => /^python(?:_abi)?(?:\s|$)/u.test(text)) === true;
}

/** `apple 2.0 for \`pie\` (environment.yml:6)`: which line brings it. */
function heldText(pin: Pin, pins: readonly Pin[], goal: Goal): string {
  const by = askedBy(pin.name, pins, goal.requirements);
  const title = `${pin.name} ${pin.version}`;
  return by === undefined ? title : `${title} for \`${by.text}\` (${placeOf(by.origin, goal)})`;
}

/** The line that asks for a package, else the first of those that need it. */
function askedBy(
  name: string,
  pins: readonly Pin[],
  requirements: readonly GoalRequirement[],
): GoalRequirement | undefined {
  const condas = requirements.filter(({ kind }) => kind === "conda");
  const read = specReader();
  const depends = new Map(
    pins.map((pin) => [pin.name, (pin.conda?.depends ?? []).map((text) => read(text).name)]),
  );
  const needs = (from: string): boolean => {
    const seen = new Set([from]);
    for (const one of seen) for (const next of depends.get(one) ?? []) seen.add(next);
    return seen.has(name);
  };
  return condas.find((one) => one.name === name) ?? condas.find((one) => needs(one.name));
}

function placeOf({ file, line }: Origin, { root }: Goal): string {
  return line === undefined ? relative(root, file) : `${relative(root, file)}:${line}`;
}
