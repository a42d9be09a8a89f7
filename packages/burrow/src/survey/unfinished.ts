import type { Machine } from "../machine/machine.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import type { LookAt } from "./look-at.ts";
import { redirected } from "./redirected.ts";
import { reachActive, reachEnclosing, reachOwn } from "./reaches.ts";
import { hasJournal } from "./journals.ts";

/** Every place that a survey of the project may look at for an environment; nothing is read in any of them. */
function placesAround(
  machine: Machine,
  root: AbsolutePath,
  { siteName, named }: { readonly siteName: string; readonly named?: AbsolutePath },
): readonly AbsolutePath[] {
  const places = new Set(named === undefined ? [] : [named]);
  const note: LookAt = (path) => {
    places.add(path);
    return { kind: "nothing" };
  };
  reachOwn(machine, note, root, siteName);
  reachActive(machine, note);
  reachEnclosing(machine, note, root);
  return [...places];
}

/** The environments (real paths) that a plan for the project may consider and in which a transaction left a journal. */
export function journaledAround(
  machine: Machine,
  root: AbsolutePath,
  request: { readonly siteName: string; readonly named?: AbsolutePath },
): readonly AbsolutePath[] {
  const prefixes = placesAround(machine, root, request).flatMap(
    (path) => machine.realPath(redirected(machine, path)) ?? [],
  );
  return [...new Set(prefixes)].filter((prefix) => hasJournal(machine, join(prefix, ".burrow")));
}
