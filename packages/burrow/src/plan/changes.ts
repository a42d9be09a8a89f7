import type { Pin } from "../model/pin.ts";
import type { Change } from "../model/plan.ts";
import type { Build } from "./builds.ts";
import type { Held } from "./installed.ts";

/** The difference that placing the pins and removing the names makes, sorted by name. Of conda's packages the build is told where the version stays. What a build replaces becomes `(project)`: only the build tells its version. */
export function changesOf(
  installed: ReadonlyMap<string, Held>,
  pins: readonly Pin[],
  removed: readonly string[],
  builds: readonly Build[] = [],
): readonly Change[] {
  const placed = pins.flatMap(({ name, version, conda }): readonly Change[] => {
    const there = installed.get(name);
    if (there === undefined) return [{ name, to: version }];
    if (there.version !== version) return [{ name, from: there.version, to: version }];
    if (conda === undefined || there.build === conda.build) return [];
    return [{ name, from: `${version}=${there.build ?? ""}`, to: `${version}=${conda.build}` }];
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
