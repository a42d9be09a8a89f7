import type { Machine } from "../machine/machine.ts";
import { baseName, join, parent, type AbsolutePath } from "../model/path.ts";
import { child } from "../survey/child.ts";

/** A generation that is being removed: where it was, where it lies meanwhile, and the number that the link in its place leads to. */
export interface Going {
  readonly generation: AbsolutePath;
  readonly aside: AbsolutePath;
  readonly to: string;
}

/** `.gone-<number>.<the number that was current>`: all that is needed to finish. */
const ASIDE = /^\.gone-(\d+)\.(\d+)$/u;

/** Generations in a folder `.burrow` whose removal was cut off. Nothing is looked for behind links. */
export function unfinishedCollections(machine: Machine, folder: AbsolutePath): readonly Going[] {
  const generations = join(folder, "generations");
  if (machine.status(generations)?.kind !== "folder") return [];
  const names = machine.list(generations).filter(({ kind }) => kind === "folder");
  return names.flatMap(({ name }) => {
    const at = child(generations, name);
    return machine.names(at).flatMap((entry): readonly Going[] => {
      const [, number, to] = ASIDE.exec(entry) ?? [];
      return number === undefined || to === undefined
        ? []
        : [{ generation: join(at, number), aside: child(at, entry), to }];
    });
  });
}

/** An environment that is being removed with all of its generations: the folder of them, and where that lies meanwhile. */
export interface Leaving {
  readonly environment: AbsolutePath;
  readonly aside: AbsolutePath;
}

/** What no environment is called. */
const LEAVING = ".purged-";

/** The removal of an environment of a folder `.burrow`. */
export function leavingIn(folder: AbsolutePath, name: string): Leaving {
  const generations = join(folder, "generations");
  return { environment: child(generations, name), aside: child(generations, `${LEAVING}${name}`) };
}

/** Environments of a folder `.burrow` whose removal was cut off. Nothing is looked for behind links. */
export function unfinishedPurges(machine: Machine, folder: AbsolutePath): readonly Leaving[] {
  const generations = join(folder, "generations");
  if (machine.status(generations)?.kind !== "folder") return [];
  return machine
    .list(generations)
    .filter(({ name, kind }) => kind === "folder" && name.startsWith(LEAVING))
    .map(({ name }) => leavingIn(folder, name.slice(LEAVING.length)));
}

/** How a finished removal of an environment is told beside transactions. */
export function purgeName({ environment }: Leaving): string {
  return `purge-${baseName(environment)}`;
}

/** How a finished removal is told beside transactions. */
export function collectionName(generation: AbsolutePath): string {
  return `gc-${baseName(parent(generation))}-${baseName(generation)}`;
}
