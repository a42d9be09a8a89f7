import type { Entry, Machine } from "../../machine/machine.ts";
import type { AbsolutePath } from "../../model/path.ts";
import { fnvDigest } from "../../standards/fnv.ts";
import type { Place } from "../places.ts";
import { checkedLooks } from "./checked-looks.ts";
import { type Glimpse, glimpseOf, glimpseText, readGlimpse } from "./glimpse.ts";
import { gathered } from "./gathered.ts";
import type { KeptPlace, KeptSurvey } from "./kept-survey.ts";
import { witness } from "./witness.ts";

/** What was read at a place; plain JSON but for what is left to the next survey to look at. */
export type Reading = Pick<KeptPlace, "value" | "used" | "hashed">;

/** What a survey knows from the one before. Whatever may have changed since is looked at again. */
export interface SurveyMemory {
  /** The machine for who reads places: it notes what is asked. */
  readonly machine: Machine;
  /** What is to be seen in a folder whose path has no link in it, and its entries where it was listed just now. */
  glimpse(path: AbsolutePath): { readonly seen: Glimpse; readonly entries?: readonly Entry[] };
  /** What stands at a place, as `read` tells it or told it; `isProject` tells whether there still is a project that a name was of. */
  place(place: Place, isProject: (path: AbsolutePath) => boolean, read: () => Reading): Reading;
  /** What `draw` concludes from looks alone, or concluded from the same looks; plain JSON. `about` tells what is asked, and is no path. */
  conclude<Value>(about: string, draw: () => Value): Value;
  /** A value that is found out once for many places. */
  readonly share: <Value>(look: () => Value) => () => Value;
  /** What the next survey is to know; undefined when that is hardly more than what this one knew. `began`: when this survey did, in milliseconds since the epoch. */
  kept(began: number): KeptSurvey | undefined;
}

/** A survey that knows nothing and leaves nothing. */
export function noMemory(machine: Machine): SurveyMemory {
  return {
    machine,
    glimpse: (path) => {
      const entries = machine.list(path);
      return { seen: glimpseOf(entries), entries };
    },
    place: (_place, _isProject, read) => read(),
    conclude: (_about, draw) => draw(),
    share: (look) => {
      const value = look();
      return () => value;
    },
    kept: () => undefined,
  };
}

/** A survey that knows what the one before left, when there was one, and leaves something itself. */
export function surveyMemory(machine: Machine, before: KeptSurvey | undefined): SurveyMemory {
  const known = before !== undefined && isSameAround(machine, before) ? before : EMPTY;
  const checked = checkedLooks(machine, known);
  const folderAt = finder(known.folders.map((look) => known.looks.paths[look]));
  const places = new Map(known.places.map((place) => [place.key, place]));
  const noted = witness(machine);
  const recalled = { folders: new Set<number>(), places: new Set<KeptPlace>() };
  const fresh = { folders: [] as number[], glimpses: [] as string[], places: [] as KeptPlace[] };
  let redrawn = 0; // looks of conclusions that were drawn anew
  return {
    machine: noted.machine,
    share: noted.share,
    glimpse: (path) => {
      const at = folderAt(path);
      if (at !== undefined && checked.holds(known.folders[at] ?? -1)) {
        recalled.folders.add(at);
        return { seen: readGlimpse(known.glimpses[at] ?? "") };
      }
      fresh.folders.push(noted.list(path));
      const entries = machine.list(path);
      const seen = glimpseOf(entries);
      fresh.glimpses.push(glimpseText(seen));
      return { seen, entries };
    },
    place: (place, isProject, read) => {
      const key = placeKey(place);
      const kept = places.get(key);
      // A hash that led to no project may lead to a new one.
      const named = kept?.hashed === undefined || (kept.hashed !== null && isProject(kept.hashed));
      if (kept !== undefined && named && checked.allHold(kept.items)) {
        recalled.places.add(kept);
        return kept;
      }
      const { value, items } = noted.during(() => {
        if (place.entries !== undefined) noted.list(place.real);
        return read();
      });
      fresh.places.push({ key, items, ...value });
      return value;
    },
    conclude: <Value>(about: string, draw: () => Value) => {
      const kept = places.get(about);
      if (kept !== undefined && checked.allHold(kept.items)) {
        recalled.places.add(kept);
        return kept.value as Value; // of this very version
      }
      const { value, items, closed } = noted.during(draw);
      if (closed) return value;
      redrawn += items.length;
      fresh.places.push({ key: about, items, value });
      return value;
    },
    kept: (began) => {
      const news = fresh.folders.length + fresh.places.length + redrawn;
      const all = news + recalled.folders.size + recalled.places.size;
      if (news * WORTH < all) return undefined;
      const names = new Set([...noted.variables, ...known.variables.map(([name]) => name)]);
      const variables = [...names].toSorted().map((name) => [name, digestIn(machine, name)] as const);
      return { variables, ...gathered({ known, recalled, fresh, noted, began }) };
    },
  };
}

/** It is written anew when this part of it is news. */
const WORTH = 32;

const EMPTY: KeptSurvey = {
  variables: [],
  looks: { asks: "", paths: [], found: new Float64Array(), texts: {} },
  folders: [],
  glimpses: [],
  shared: [],
  places: [],
};

/** Finds texts that are mostly asked for in their order. */
function finder(texts: readonly (string | undefined)[]): (text: string) => number | undefined {
  let next = 0;
  let all: ReadonlyMap<string | undefined, number> | undefined;
  return (text) => {
    if (texts[next] !== text) {
      all ??= new Map(texts.map((one, at) => [one, at]));
      const at = all.get(text);
      if (at === undefined) return undefined;
      next = at;
    }
    next += 1;
    return next - 1;
  };
}

function placeKey({ real, paths }: Place): string {
  return [real, ...[...paths].filter((path) => path !== real).toSorted()].join("\n");
}

function isSameAround(machine: Machine, { variables }: KeptSurvey): boolean {
  return variables.every(([name, digest]) => digestIn(machine, name) === digest);
}

/** What a variable holds, not to be read back: variables hold secrets. */
function digestIn({ env }: Machine, name: string): string | null {
  const value = env[name];
  return value === undefined ? null : fnvDigest(value);
}
