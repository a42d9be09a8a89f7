import type { Machine } from "../../machine/machine.ts";
import type { Distribution } from "../../model/distribution.ts";
import type { Layer } from "../../model/environment.ts";
import { reason } from "../../model/reason.ts";
import { eggLink, readEgg } from "./egg.ts";
import { editableFiles } from "./editable.ts";
import { readDistInfo } from "./dist-info.ts";

/**
 * What is installed in the layers, in one pass: a listing for each folder, a read for each file that tells something.
 * Sorted by name; of one name in two layers, the one above comes first.
 */
export function readDistributions(machine: Machine, layers: readonly Layer[]): readonly Distribution[] {
  const seen = new Set<string>();
  return layers
    .flatMap((layer) => {
      // Two paths may lead to one folder, such as `lib` and `lib64`.
      const folder = machine.realPath(layer.sitePackages) ?? layer.sitePackages;
      if (seen.has(folder)) return [];
      seen.add(folder);
      return readLayer(machine, layer);
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

/** pip leaves `~ame-1.0.dist-info` behind when it is interrupted; no tool takes it for a distribution. */
const LEFTOVER = "~";

function readLayer(machine: Machine, layer: Layer): readonly Distribution[] {
  const entries = machine.list(layer.sitePackages);
  const editables = editableFiles(machine, layer.sitePackages, entries);
  const found: Distribution[] = [];
  for (const { name, kind } of entries) {
    if (name.startsWith(LEFTOVER)) continue;
    if (name.endsWith(".dist-info") && kind !== "file")
      found.push(readDistInfo(machine, layer, name, editables));
    else if (name.endsWith(".egg-info")) found.push(readEgg(machine, layer, name, kind));
    else if (name.endsWith(".egg-link")) found.push(...eggLink(machine, layer, name));
  }
  return withoutTwins(found);
}

/** Marks distributions that are there twice. An egg beside a wheel of the same version is one: Debian's packages carry both. */
function withoutTwins(found: readonly Distribution[]): readonly Distribution[] {
  const byName = new Map<string, Distribution[]>();
  for (const distribution of found) {
    const same = byName.get(distribution.name);
    if (same === undefined) byName.set(distribution.name, [distribution]);
    else same.push(distribution);
  }
  if (byName.size === found.length) return found;
  return [...byName.values()].flatMap((same) => {
    const wheel = same.find(({ format }) => format === "dist-info");
    const kept = same.filter((one) => one.format === "dist-info" || one.version !== wheel?.version);
    if (kept.length === 1) return kept;
    const versions = kept.map(({ version }) => version).join(", ");
    return kept.map((one) => ({
      ...one,
      problems: [...one.problems, reason("duplicate-metadata", { name: one.name, versions })],
    }));
  });
}
