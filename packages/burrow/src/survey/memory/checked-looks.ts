import { isSame, textOf } from "../../machine/answers.ts";
import type { Machine } from "../../machine/machine.ts";
import type { Asks } from "../../machine/noting.ts";
import type { AbsolutePath } from "../../model/path.ts";
import type { Item, KeptSurvey } from "./kept-survey.ts";

/** The looks of the survey before, each taken again at most once. */
export interface CheckedLooks {
  /** Whether a look finds what it found. */
  holds(look: number): boolean;
  /** Whether all of them do, and all that shared values among them were drawn from. */
  allHold(items: readonly Item[]): boolean;
}

const SAME = 1;
const OTHER = 2;

/** Takes looks again when somebody asks about them. */
export function checkedLooks(machine: Machine, { looks, shared }: KeptSurvey): CheckedLooks {
  const { asks, paths, found, texts } = looks;
  const known = new Uint8Array(paths.length);
  const knownShared = new Uint8Array(shared.length);
  const holds = (look: number): boolean => {
    if (known[look] === 0) known[look] = isSo(look) ? SAME : OTHER;
    return known[look] === SAME;
  };
  const isSo = (look: number): boolean => {
    const ask = asks.charAt(look) as Asks;
    const path = paths[look] as AbsolutePath;
    if (ask === "r" || ask === "w") return textOf(machine, ask, path) === texts[look];
    return isSame(machine.state(path, ask !== "e"), ask, found, 4 * look);
  };
  const allHold = (items: readonly Item[]): boolean =>
    items.every((item) => (item < 0 ? sharedHolds(-item - 1) : holds(item)));
  const sharedHolds = (group: number): boolean => {
    if (knownShared[group] === 0) knownShared[group] = allHold(shared[group] ?? []) ? SAME : OTHER;
    return knownShared[group] === SAME;
  };
  return { holds, allHold };
}
