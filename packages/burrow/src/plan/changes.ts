import type { Pin } from "../model/pin.ts";
import type { Change } from "../model/plan.ts";
import type { Installed } from "./installed.ts";

/** The difference that placing the pins and removing the names makes, sorted by name. */
export function changesOf(
  installed: Installed,
  pins: readonly Pin[],
  removed: readonly string[],
): readonly Change[] {
  const placed = pins.flatMap(({ name, version }): readonly Change[] => {
    const from = installed.get(name)?.version;
    if (from === version) return [];
    return [from === undefined ? { name, to: version } : { name, from, to: version }];
  });
  const gone = removed.flatMap((name): readonly Change[] => {
    const from = installed.get(name)?.version;
    return from === undefined ? [] : [{ name, from }];
  });
  return [...placed, ...gone].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
