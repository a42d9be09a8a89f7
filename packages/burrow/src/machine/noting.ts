import { type AbsolutePath, parent } from "../model/path.ts";
import type { Machine, Status } from "./machine.ts";

/**
 * What a look asks of a path; the letter is the one that it is written down by. `e`: what stands there, a last link not followed; of a folder, not what is
 * in it. `t`: the same with links followed. `c`: what is in the folder or the file behind all links. `r`: the path behind all links. `w`: whether this user
 * may write there.
 */
export type Asks = "c" | "e" | "t" | "r" | "w";

/** A look that can be taken again. */
export interface Look {
  readonly asks: Asks;
  readonly path: AbsolutePath;
  /** What it found: for `r` the path, for `w` a text where it may be written, for the others any text where something was there. Absent: nothing. */
  readonly found?: string;
}

/** All that somebody asked of a machine: who asks it again and gets the same answers comes to the same conclusion. */
export interface Notes {
  readonly looks: readonly Look[];
  /** Names of the environment variables that were read. */
  readonly variables: readonly string[];
  /** Whether something was asked that cannot be asked again: a program was run, or all variables were read. */
  readonly closed: boolean;
}

/** The looks of a machine that are noted. */
export type NotedLooks = Omit<Machine, "platform" | "home" | "uid" | "state">;

/** The looks of a machine, each noted before it is taken. */
export function noting(machine: Machine): { readonly looks: NotedLooks; readonly notes: () => Notes } {
  const asked: Readonly<Record<Asks, Map<AbsolutePath, string>>> = {
    e: new Map(),
    t: new Map(),
    c: new Map(),
    r: new Map(),
    w: new Map(),
  };
  const variables = new Set<string>();
  let closed = false;
  const note =
    <Rest extends readonly unknown[], Seen>(
      asks: Asks,
      look: (path: AbsolutePath, ...rest: Rest) => Seen,
      found: (seen: Seen) => string,
    ): ((path: AbsolutePath, ...rest: Rest) => Seen) =>
    (path, ...rest) => {
      const before = asked[asks].get(path) ?? "";
      asked[asks].set(path, before); // also when the look throws
      const seen = look(path, ...rest);
      asked[asks].set(path, found(seen) || before);
      return seen;
    };
  /** Who reads of a folder what comes and goes with its names has asked for these. */
  const noteNames = (path: AbsolutePath, status: Status | undefined): Status | undefined => {
    if (status?.kind !== "folder") return status;
    const { mtime, size, links, ...rest } = status;
    const names = <Value>(value: Value): Value => {
      asked.c.set(path, FOUND);
      return value;
    };
    return {
      ...rest,
      get mtime() {
        return names(mtime);
      },
      get size() {
        return names(size);
      },
      get links() {
        return names(links);
      },
    };
  };
  return {
    looks: {
      env: new Proxy(machine.env, {
        get: (all, name: string) => {
          variables.add(name);
          return all[name];
        },
        has: (all, name: string) => {
          variables.add(name);
          return Object.hasOwn(all, name);
        },
        ownKeys: (all) => {
          closed = true;
          return Reflect.ownKeys(all);
        },
      }),
      readText: note("c", (path, limit?: number) => machine.readText(path, limit), something),
      readBytes: note("c", (path, limit?: number) => machine.readBytes(path, limit), something),
      list: note("c", (path) => machine.list(path), some),
      names: note("c", (path) => machine.names(path), some),
      status: note("e", (path) => noteNames(path, machine.status(path)), something),
      target: note("t", (path) => noteNames(path, machine.target(path)), something),
      realPath: note("r", (path) => machine.realPath(path), realPathText),
      readLink: note("e", (path) => machine.readLink(path), something),
      writable: note("w", (path) => machine.writable(path), writableText),
      readable: (path) => {
        closed = true; // asked only of what is broken, and never remembered
        return machine.readable(path);
      },
      registry: (key) => {
        closed = true;
        return machine.registry(key);
      },
      probe: (executable, signal) => {
        closed = true;
        return machine.probe(executable, signal);
      },
    },
    notes: () => ({
      looks: (["c", "e", "t", "r", "w"] as const).flatMap((asks) =>
        [...asked[asks]].flatMap(([path, found]): readonly Look[] => {
          if (found !== "") return [{ asks, path, found }];
          return isCovered(machine, path, asked.c) ? [] : [{ asks, path }];
        }),
      ),
      variables: [...variables].toSorted(),
      closed,
    }),
  };
}

/** That something was there. */
const FOUND = "yes";

const something = (seen: unknown): string => (seen === undefined ? "" : FOUND);
const some = (seen: readonly unknown[]): string => (seen.length === 0 ? "" : FOUND);

/** What an `r` look finds, as a text; empty where nothing is. */
export const realPathText = (path: AbsolutePath | undefined): string => path ?? "";

/** What a `w` look finds, as a text; empty where this user may not write. */
export const writableText = (may: boolean): string => (may ? FOUND : "");

/** That nothing stands at a path need not be asked where its folder is asked for its names: nothing comes into a folder without changing these. */
function isCovered(machine: Machine, path: AbsolutePath, listed: ReadonlyMap<AbsolutePath, string>): boolean {
  const folder = parent(path);
  return (
    listed.has(folder) &&
    machine.state(path, false) === undefined &&
    machine.state(folder, true) !== undefined
  );
}
