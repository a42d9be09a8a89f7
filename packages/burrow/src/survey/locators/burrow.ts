import type { Machine } from "../../machine/machine.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { child } from "../child.ts";
import type { Places } from "../places.ts";

/**
 * What burrow keeps for a project in its `.burrow`: the environments beside the unnamed one, by their links, and of generations that no link
 * leads to any more the newest. Older generations are history, and in no list of environments.
 */
export function burrowPlaces(machine: Machine, folder: AbsolutePath, places: Places): void {
  const envs = join(folder, "envs");
  for (const { name, kind } of machine.list(envs)) {
    const path = child(envs, name);
    const real = kind === "file" ? undefined : machine.realPath(path);
    if (real !== undefined) places.add(path, real);
    else if (kind === "link") places.lost(path);
  }
  const generations = join(folder, "generations");
  for (const { name, kind } of machine.list(generations)) {
    if (kind !== "folder") continue;
    const numbers = machine
      .list(child(generations, name))
      .filter((entry) => entry.kind === "folder" && /^\d+$/u.test(entry.name))
      .map((entry) => child(child(generations, name), entry.name))
      .toSorted((one, other) => Number(one.split(/[\\/]/u).at(-1)) - Number(other.split(/[\\/]/u).at(-1)));
    const newest = numbers.at(-1);
    if (newest !== undefined && !numbers.some((path) => places.has(path))) places.add(newest);
  }
}
