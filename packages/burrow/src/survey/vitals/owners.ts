import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import { recordedPaths } from "../../standards/record.ts";
import { child } from "../child.ts";

/** Which distributions (normalised) list a file in their RECORD; each RECORD is read once, when the first file is asked for. */
export function ownersOf(
  machine: Machine,
  { distributions }: Environment,
): (path: AbsolutePath) => readonly string[] {
  let owners: Map<string, string[]> | undefined;
  const read = (): Map<string, string[]> => {
    const found = new Map<string, string[]>();
    for (const { name, info, location, inherited } of distributions) {
      const text = inherited ? undefined : machine.readText(child(info, "RECORD"), Infinity);
      const real = machine.realPath(location) ?? location;
      for (const path of text === undefined ? [] : recordedPaths(text)) {
        if (!path.startsWith("../") && !isAbsolute(path) && !/\.(?:so|pyd)(?:\.|$)/u.test(path)) continue;
        const at = isAbsolute(path) ? path : join(real, path);
        found.set(at, [...(found.get(at) ?? []), name]);
      }
    }
    return found;
  };
  return (path) => (owners ??= read()).get(path) ?? [];
}
