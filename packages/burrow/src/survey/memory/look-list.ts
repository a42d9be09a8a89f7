import { numbersOf } from "../../machine/answers.ts";
import type { State } from "../../machine/machine.ts";
import type { Asks } from "../../machine/noting.ts";
import type { AbsolutePath } from "../../model/path.ts";
import type { KeptLooks } from "./kept-survey.ts";

/** Looks with what they found, each with a number. */
export interface LookList {
  /** The number of a look that was added. */
  at(asks: Asks, path: AbsolutePath): number | undefined;
  /** Adds one that asks for a state; gives its number. */
  add(asks: Asks, path: AbsolutePath, state: State | undefined): number;
  /** Adds one that is told as a text. */
  addText(asks: Asks, path: AbsolutePath, text: string): number;
  /** Adds one of another list, unless it was added. */
  copy(from: KeptLooks, look: number): number;
  /** All of them. What changed at `young` (milliseconds since the epoch) or later may have changed again without another time: it equals nothing. */
  kept(young: number): KeptLooks;
}

/** An empty list. */
export function lookList(): LookList {
  const asks: Asks[] = [];
  const paths: AbsolutePath[] = [];
  const numbers: number[] = [];
  const texts: Record<string, string> = {};
  const known: Readonly<Record<Asks, Map<AbsolutePath, number>>> = {
    c: new Map(),
    e: new Map(),
    t: new Map(),
    r: new Map(),
    w: new Map(),
  };
  const push = (ask: Asks, path: AbsolutePath): number => {
    const look = paths.length;
    asks.push(ask);
    paths.push(path);
    known[ask].set(path, look);
    return look;
  };
  const addText = (ask: Asks, path: AbsolutePath, text: string): number => {
    const look = push(ask, path);
    texts[look] = text;
    numbers.push(0, 0, 0, 0);
    return look;
  };
  return {
    at: (ask, path) => known[ask].get(path),
    add: (ask, path, state) => {
      // The same numbers, without a list in between: there are tens of thousands.
      if (ask === "c" && state !== undefined) numbers.push(state.dev, state.ino, state.size, state.ctimeMs);
      else numbers.push(...numbersOf(ask, state));
      return push(ask, path);
    },
    addText,
    copy: (from, look) => {
      const ask = from.asks.charAt(look) as Asks;
      const path = from.paths[look] as AbsolutePath;
      const there = known[ask].get(path);
      if (there !== undefined) return there;
      const text = from.texts[look];
      if (text !== undefined) return addText(ask, path, text);
      for (let at = 4 * look; at < 4 * look + 4; at += 1) numbers.push(from.found[at] ?? Number.NaN);
      return push(ask, path);
    },
    kept: (young) => {
      const found = Float64Array.from(numbers);
      for (let look = 0; look < paths.length; look += 1) {
        const at = 4 * look;
        // Only what was asked for its content has a size and a time (`numbersOf`).
        if ((found[at + 2] ?? 0) >= 0 && (found[at + 3] ?? 0) >= young) found[at] = Number.NaN;
      }
      return { asks: asks.join(""), paths, found, texts };
    },
  };
}
