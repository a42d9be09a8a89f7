import type { Pin } from "../model/pin.ts";
import type { Change } from "../model/plan.ts";
import type { Build } from "./builds.ts";
import type { Installed } from "./installed.ts";

/** The difference that placing the pins and removing the names makes, sorted by name. What a build replaces becomes `(project)`: only the build tells its version. */
export function changesOf(
  installed: Installed,
  pins: readonly Pin[],
  removed: readonly string[],
  builds: readonly Build[] = [],
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
  const built = builds.flatMap(({ name = "", project }): readonly Change[] => {
    const before = installed.get(name);
    if (before === undefined || before.editable === project) return [];
    return [{ name, from: before.version, to: "(project)" }];
  });
  return [...placed, ...gone, ...built].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
