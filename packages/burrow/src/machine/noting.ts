import { type AbsolutePath, parent } from "../model/path.ts";
import type { Machine, Status } from "./machine.ts";

/** What a look asks of a path; the letter is the one that it is written down by. */
const ASKS = {
  /** What stands there, a last link not followed; of a folder, not what is in it. */
  e: (machine: Machine, path: AbsolutePath) => told(machine.state(path, false), "self"),
  /** The same with links followed. */
  t: (machine: Machine, path: AbsolutePath) => told(machine.state(path, true), "self"),
  /** What is in the folder or the file behind all links. */
  c: (machine: Machine, path: AbsolutePath) => told(machine.state(path, true), "id"),
  /** The path behind all links. */
  r: (machine: Machine, path: AbsolutePath) => ({ answer: machine.realPath(path) ?? "", changed: 0 }),
  /** Whether this user may write there. */
  w: (machine: Machine, path: AbsolutePath) => ({ answer: machine.writable(path) ? "yes" : "", changed: 0 }),
} as const;

/** A kind of look. */
export type Asks = keyof typeof ASKS;

/** A look that can be taken again. */
export interface Look {
  readonly asks: Asks;
  readonly path: AbsolutePath;
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
  const asked: Readonly<Record<Asks, Set<AbsolutePath>>> = {
    e: new Set(),
    t: new Set(),
    c: new Set(),
    r: new Set(),
    w: new Set(),
  };
  const variables = new Set<string>();
  let closed = false;
  const note =
    <Rest extends readonly unknown[], Seen>(
      asks: Asks,
      look: (path: AbsolutePath, ...rest: Rest) => Seen,
    ): ((path: AbsolutePath, ...rest: Rest) => Seen) =>
    (path, ...rest) => {
      asked[asks].add(path);
      return look(path, ...rest);
    };
  /** Who reads of a folder what comes and goes with its names has asked for these. */
  const noteNames = (path: AbsolutePath, status: Status | undefined): Status | undefined => {
    if (status?.kind !== "folder") return status;
    const { mtime, size, links, ...rest } = status;
    const names = <Value>(value: Value): Value => {
      asked.c.add(path);
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
      readText: note("c", (path, limit?: number) => machine.readText(path, limit)),
      readBytes: note("c", (path, limit?: number) => machine.readBytes(path, limit)),
      list: note("c", (path) => machine.list(path)),
      names: note("c", (path) => machine.names(path)),
      status: note("e", (path) => noteNames(path, machine.status(path))),
      target: note("t", (path) => noteNames(path, machine.target(path))),
      realPath: note("r", (path) => machine.realPath(path)),
      readLink: note("e", (path) => machine.readLink(path)),
      writable: note("w", (path) => machine.writable(path)),
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
        [...asked[asks]].flatMap((path) => (isCovered(machine, path, asked.c) ? [] : { asks, path })),
      ),
      variables: [...variables].toSorted(),
      closed,
    }),
  };
}

/** What a look finds now, as a text to compare; the empty text where nothing is. `changed` is when that last changed, in milliseconds since the epoch. */
export function answerTo(
  machine: Machine,
  asks: Asks,
  path: AbsolutePath,
): { readonly answer: string; readonly changed: number } {
  return ASKS[asks](machine, path);
}

const NOTHING = { answer: "", changed: 0 };

function told(state: ReturnType<Machine["state"]>, part: "id" | "self"): typeof NOTHING {
  if (state === undefined) return NOTHING;
  const answer = state[part];
  return { answer, changed: answer === state.id ? state.changed : 0 };
}

/** That nothing stands at a path need not be asked where its folder is asked for its names: nothing comes into a folder without changing these. */
function isCovered(machine: Machine, path: AbsolutePath, listed: ReadonlySet<AbsolutePath>): boolean {
  const folder = parent(path);
  return (
    listed.has(folder) &&
    machine.state(path, false) === undefined &&
    machine.state(folder, true) !== undefined
  );
}
