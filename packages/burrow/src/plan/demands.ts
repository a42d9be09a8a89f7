import type { GoalRequirement } from "../model/goal.ts";
import type { House } from "./breaks.ts";
import { closureOf } from "./closure.ts";
import { applicable } from "./pypi-fit.ts";
import { needsOf } from "./installed.ts";
import type { Need } from "./reader.ts";

/**
 * What those who rely on an environment require of what may come or change there, as constraints for an engine: every installed distribution and tenant,
 * those in `free` (normalised names, or `all`) apart, for these and for names that are not installed. What does not hold already protects nobody.
 */
export function demandsOf(
  { installed, environment, tenants, reader }: House,
  free: readonly string[] | "all" | "none",
  replaced: readonly string[],
): readonly GoalRequirement[] {
  const named: readonly string[] = typeof free === "string" ? [] : free;
  const moves = (name: string): boolean => free === "all" || named.includes(name) || !installed.has(name);
  const stays = (name: string): boolean => !named.includes(name) && !replaced.includes(name);

  const found = new Map<string, GoalRequirement>();
  const add = ({ name, specifier }: Pick<Need, "name" | "specifier">): void => {
    const there = installed.get(name)?.version;
    if (name === "" || specifier === "" || !moves(name)) return;
    if (there !== undefined && !reader.contains(specifier, there)) return;
    const text = name + specifier;
    const origin = { file: environment.prefix };
    found.set(text, { kind: "pypi", name, specifier, extras: [], hashes: [], text, origin });
  };
  for (const distribution of installed.values())
    if (stays(distribution.name))
      for (const need of needsOf(distribution, environment, [], reader)) add(need);
  for (const { goal } of tenants) {
    const roots = applicable(goal, environment, reader).map((need) => ({ need }));
    for (const { need, by } of closureOf(roots, environment, installed, reader))
      if (by === undefined || stays(by)) add(need);
    for (const constraint of goal.constraints)
      if (reader.applies(constraint.marker, environment, [])) add(constraint);
  }
  return [...found.values()].toSorted((a, b) => (a.text < b.text ? -1 : 1));
}
