import type { AbsolutePath } from "../model/path.ts";
import type { Machine, State } from "./machine.ts";
import { type Asks, type Look, realPathText, writableText } from "./noting.ts";

/** Milliseconds that everything must have been still for before what was seen of it is kept: file systems keep times that coarse (FAT), and what changes while it is read is not what was read. */
export const STILL = 2000;

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

/** What each look finds now, and when the last of it changed, in milliseconds since the epoch: what went since it was found, or leads elsewhere, changes still. */
export function answersTo(
  machine: Machine,
  looks: readonly Look[],
): { readonly answers: Answers; readonly changed: number } {
  let changed = 0;
  const states = (["c", "e", "t"] as const).map((asks) => {
    const those = looks.filter((look) => look.asks === asks);
    const found = those.flatMap(({ path, found: before }) => {
      const state = machine.state(path, FOLLOWS[asks]);
      if (state === undefined && before !== undefined) changed = Infinity;
      if (state !== undefined && isWhole(asks, state)) changed = Math.max(changed, state.ctimeMs);
      return numbersOf(asks, state);
    });
    return { asks, paths: those.map(({ path }) => path), found };
  });
  const texts = looks
    .filter(({ asks }) => asks === "r" || asks === "w")
    .map(({ asks, path, found = "" }) => {
      if (textOf(machine, asks, path) !== found) changed = Infinity;
      return [asks, path, found] as const;
    });
  return { answers: { states, texts }, changed };
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

function isWhole(asks: Asks, { mode }: State): boolean {
  return asks === "c" || (mode & KIND) !== FOLDER;
}

/** What a look at a path or a permission finds, as a text. */
export function textOf(machine: Machine, asks: Asks, path: AbsolutePath): string {
  return asks === "r" ? realPathText(machine.realPath(path)) : writableText(machine.writable(path));
}
