import type { Machine } from "../machine/machine.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import type { LookAt } from "./look-at.ts";
import { redirected } from "./redirected.ts";
import { reachActive, reachEnclosing, reachOwn } from "./reaches.ts";
import { hasJournal } from "./journals.ts";
import type { SurveyRequest } from "./survey.ts";

/** What of a project's wishes leads to places. */
type Around = Pick<SurveyRequest, "named"> & Required<Pick<SurveyRequest, "siteName" | "backend">>;

/** Every place that a survey of the project may look at for an environment; nothing is read in any of them. */
function placesAround(
  machine: Machine,
  root: AbsolutePath,
  { siteName, backend, named }: Around,
): readonly AbsolutePath[] {
  const places = new Set(named === undefined ? [] : [named]);
  const note: LookAt = (path) => {
    places.add(path);
    return { kind: "nothing" };
  };
  reachOwn(machine, note, root, siteName);
  reachActive(machine, note);
  reachEnclosing(machine, note, root, backend);
  return [...places];
}

/** The environments (real paths) that a plan for the project may consider and in which a transaction left a journal. */
export function journaledAround(
  machine: Machine,
  root: AbsolutePath,
  request: Around,
): readonly AbsolutePath[] {
  const prefixes = placesAround(machine, root, request).flatMap(
    (path) => machine.realPath(redirected(machine, path)) ?? [],
  );
  return [...new Set(prefixes)].filter((prefix) => hasJournal(machine, join(prefix, ".burrow")));
}
