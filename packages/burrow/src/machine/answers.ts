import { type AbsolutePath, parent } from "../model/path.ts";
import type { Machine, State } from "./machine.ts";
import type { Asks, Look } from "./noting.ts";

/** What looks found, as plain data to be compared and nothing else. */
export interface Answers {
  readonly states: readonly States[];
  /** For paths and permissions: the look, the path, and the answer as a text. */
  readonly texts: readonly (readonly [asks: Asks, path: AbsolutePath, answer: string])[];
}

/** Looks of one kind at states. One list of numbers holds them all: a thousand are parsed and compared in the time that a text takes for a hundred. */
interface States {
  readonly asks: Asks;
  readonly paths: readonly AbsolutePath[];
  /** Four for each path. */
  readonly found: readonly number[];
}

/** The looks that ask for a state, and how: `c` for all of it, the others of a folder only what it is. */
const FOLLOWS = { c: true, t: true, e: false } as const satisfies Partial<Record<Asks, boolean>>;

/** What each look finds now, and when the last of it changed or went, in milliseconds since the epoch. */
export function answersTo(
  machine: Machine,
  looks: readonly Look[],
): { readonly answers: Answers; readonly changed: number } {
  let changed = 0;
  const way = changesOnTheWay(machine);
  const states = (["c", "e", "t"] as const).map((asks) => {
    const paths = looks.filter((look) => look.asks === asks).map(({ path }) => path);
    const found = paths.flatMap((path) => {
      const state = machine.state(path, FOLLOWS[asks]);
      if (state === undefined) changed = Math.max(changed, way(path));
      else if (isWhole(asks, state)) changed = Math.max(changed, state.ctimeMs);
      return numbersOf(asks, state);
    });
    return { asks, paths, found };
  });
  const texts = looks
    .filter(({ asks }) => asks === "r" || asks === "w")
    .map(({ asks, path }) => {
      changed = Math.max(changed, way(path));
      return [asks, path, textOf(machine, asks, path)] as const;
    });
  return { answers: { states, texts }, changed };
}

/**
 * When the way to a path last changed: the links on it, and where it ends early the folder that it ends in, since what goes from a folder leaves its time
 * there. Each folder is looked at once.
 */
function changesOnTheWay(machine: Machine): (path: AbsolutePath) => number {
  const known = new Map<AbsolutePath, number>();
  const way = (path: AbsolutePath): number => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const above = parent(path);
    const state = machine.state(path, false);
    const isLink = state !== undefined && (state.mode & KIND) === LINK;
    const itself = isLink
      ? state.ctimeMs
      : state === undefined
        ? (machine.state(above, true)?.ctimeMs ?? 0)
        : 0;
    const changed = Math.max(itself, above === path ? 0 : way(above));
    known.set(path, changed);
    return changed;
  };
  return way;
}

/** Whether every look finds the same now. */
export function isStillSo(machine: Machine, { states, texts }: Answers): boolean {
  return (
    states.every(({ asks, paths, found }) => {
      const follow = asks !== "e";
      return paths.every((path, index) => isSame(machine.state(path, follow), asks, found, 4 * index));
    }) && texts.every(([asks, path, answer]) => textOf(machine, asks, path) === answer)
  );
}

/** Whether a state is the one whose numbers (`numbersOf`) begin there: the same as comparing them, for whole states without a list in between. */
export function isSame(state: State | undefined, asks: Asks, found: ArrayLike<number>, at: number): boolean {
  return state !== undefined && asks === "c"
    ? state.ctimeMs === found[at + 3] &&
        state.ino === found[at + 1] &&
        state.size === found[at + 2] &&
        state.dev === found[at]
    : numbersOf(asks, state).every((number, index) => number === found[at + index]);
}

/** Four numbers that tell a state from others. No size is below zero, so that a folder that was only asked what it is looks like nothing else. */
export function numbersOf(asks: Asks, state: State | undefined): readonly number[] {
  if (state === undefined) return [-1, -1, -1, -1];
  const { dev, ino, size, ctimeMs, mode, uid } = state;
  return isWhole(asks, state) ? [dev, ino, size, ctimeMs] : [dev, ino, -1 - uid, mode];
}

/** The bits of a mode that tell what stands there, and what they are for a folder. */
const KIND = 0o170_000;
const FOLDER = 0o040_000;
const LINK = 0o120_000;

function isWhole(asks: Asks, { mode }: State): boolean {
  return asks === "c" || (mode & KIND) !== FOLDER;
}

/** What a look at a path or a permission finds, as a text. */
export function textOf(machine: Machine, asks: Asks, path: AbsolutePath): string {
  return asks === "r" ? (machine.realPath(path) ?? "") : machine.writable(path) ? "yes" : "";
}
