import { baseName, type AbsolutePath } from "../../model/path.ts";
import type { OperatingSystem } from "../../model/platform.ts";
import type { Hashed, PathHash } from "./tool.ts";

/** Projects by the hashes that tools make of their paths. */
export interface ProjectIndex {
  /** The project that one of the hashes is of. */
  find(hash: PathHash, candidates: readonly Hashed[]): AbsolutePath | undefined;
}

/** Those whose folder has the name before the hash are tried first: hashing a thousand paths takes as long as reading a hundred environments. */
export function projectIndex(projects: readonly AbsolutePath[], os: OperatingSystem): ProjectIndex {
  const byName = new Map<string, AbsolutePath[]>();
  for (const root of projects) {
    const same = byName.get(plain(baseName(root)));
    if (same === undefined) byName.set(plain(baseName(root)), [root]);
    else same.push(root);
  }
  const whole = new Map<PathHash["of"], ReadonlyMap<string, AbsolutePath>>();
  return {
    find: ({ of }, candidates) => {
      for (const { hash, stem } of candidates) {
        const found = byName.get(plain(stem))?.find((root) => of(root, os) === hash);
        if (found !== undefined) return found;
      }
      const all = whole.get(of) ?? new Map(projects.map((root) => [of(root, os), root]));
      whole.set(of, all);
      return candidates.map(({ hash }) => all.get(hash)).find((root) => root !== undefined);
    },
  };
}

/** Names as far as all tools agree on them. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-");
}
