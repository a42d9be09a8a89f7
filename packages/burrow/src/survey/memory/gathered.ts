import { STILL } from "../../machine/answers.ts";
import type { Item, KeptPlace, KeptSurvey } from "./kept-survey.ts";
import { lookList } from "./look-list.ts";
import type { Witness } from "./witness.ts";

/** What a survey recalled of the one before, and what it found out itself. */
interface Gathering {
  readonly known: KeptSurvey;
  /** The folders by their place in the list. */
  readonly recalled: { readonly folders: ReadonlySet<number>; readonly places: ReadonlySet<KeptPlace> };
  readonly fresh: Pick<KeptSurvey, "folders" | "glimpses" | "places">;
  readonly noted: Witness;
  /** When the survey began, in milliseconds since the epoch. */
  readonly began: number;
}

/** Folders that are kept; a home of a thousand environments has twenty thousand, and what has ten times as many is looked at anew. */
const MOST_FOLDERS = 100_000;

/** All that the next survey is to know, what was recalled and what is new. */
export function gathered({ known, recalled, fresh, noted, began }: Gathering): Omit<KeptSurvey, "variables"> {
  const own = noted.looks.kept(began - STILL);
  if (recalled.folders.size + recalled.places.size === 0)
    return { ...fresh, looks: own, shared: noted.shared };
  const looks = lookList();
  const shared: (readonly Item[])[] = [];
  const before = translator(shared, known.shared, (look) => looks.copy(known.looks, look));
  const now = translator(shared, noted.shared, (look) => looks.copy(own, look));
  const kept = [...recalled.folders];
  return {
    folders: [...before(kept.map((at) => known.folders[at] ?? -1)), ...now(fresh.folders)].slice(
      0,
      MOST_FOLDERS,
    ),
    glimpses: [...kept.map((at) => known.glimpses[at] ?? ""), ...fresh.glimpses].slice(0, MOST_FOLDERS),
    places: [
      ...[...recalled.places].map((place) => ({ ...place, items: before(place.items) })),
      ...fresh.places.map((place) => ({ ...place, items: now(place.items) })),
    ],
    shared,
    looks: looks.kept(Number.POSITIVE_INFINITY),
  };
}

/** Numbers of one list of looks in those of another, each look and each group once. */
function translator(
  to: (readonly Item[])[],
  from: readonly (readonly Item[])[],
  look: (number: number) => number,
): (items: readonly Item[]) => readonly Item[] {
  const known = new Map<Item, Item>();
  const translate = (item: Item): Item => {
    const before = known.get(item);
    if (before !== undefined) return before;
    const next = item < 0 ? groupOf(from[-item - 1] ?? []) : look(item);
    known.set(item, next);
    return next;
  };
  const groupOf = (items: readonly Item[]): Item => {
    const translated = items.map(translate);
    to.push(translated);
    return -to.length;
  };
  return (items) => items.map(translate);
}
