import type { Environment } from "../../model/environment.ts";
import type { Goal } from "../../model/goal.ts";
import { exactFit } from "../exact-fit.ts";
import type { Clash, Fit, Missing } from "../fit-result.ts";
import type { Installed } from "../installed.ts";
import type { Reader } from "../reader.ts";
import { clashOf, isThe, titleOf } from "./conda-fit.ts";
import { pipsIn } from "./pips.ts";

/**
 * Compares a conda prefix with recorded content: each package to the archive, what pip put on top at its version, and nothing beside.
 * What they need of each other is as it was recorded.
 */
export function condaExactFit(
  environment: Environment,
  installed: Installed,
  goal: Goal,
  reader: Reader,
): Fit {
  const { conda, requirements } = goal;
  const there = new Map((environment.packages ?? []).map((one) => [one.name, one]));
  const locked = conda?.locked ?? [];
  const missing: Missing[] = [];
  const clashes: Clash[] = [];
  const needed = new Set<string>();
  for (const pin of locked) {
    const found = there.get(pin.name);
    if (found === undefined) missing.push({ name: pin.name, text: titleOf(pin) });
    else if (isThe(found, pin)) needed.add(pin.name);
    else clashes.push(clashOf(found, `==${pin.version}`, titleOf(pin)));
  }
  const pips = { ...goal, requirements: requirements.filter(({ kind }) => kind === "pypi") };
  const onTop = exactFit(environment, pipsIn(environment, installed), pips, reader);
  const recorded = new Set(locked.map(({ name }) => name));
  const beside = [...there.keys()].filter((name) => !recorded.has(name));
  return {
    ...onTop,
    missing: [...missing, ...onTop.missing],
    clashes: [...clashes, ...onTop.clashes],
    needed,
    asked: locked.length + pips.requirements.length,
    extraneous: [...beside, ...(onTop.extraneous ?? [])].toSorted(),
    onTop,
  };
}
