import type { Machine } from "../machine/machine.ts";
import type { AbsolutePath } from "../model/path.ts";
import { hasJournal } from "../survey/journals.ts";
import { unfinishedCollections, unfinishedPurges } from "./going.ts";

/** Whether something was begun in a folder `.burrow` and not brought to its end: a change, or a removal. */
export function isHalfDone(machine: Machine, folder: AbsolutePath): boolean {
  return hasJournal(machine, folder) || isRemovalLeft(machine, folder);
}

function isRemovalLeft(machine: Machine, folder: AbsolutePath): boolean {
  return unfinishedCollections(machine, folder).length > 0 || unfinishedPurges(machine, folder).length > 0;
}

/** Whether a process that is gone may have left something in a folder `.burrow`: a journal, its lock, half of a removal, or no more than the folder. */
export function isLeft(machine: Machine, folder: AbsolutePath): boolean {
  const entries = machine.list(folder);
  if (entries.length === 0) return machine.status(folder)?.kind === "folder";
  return (
    entries.some(({ name }) => name === "journal" || /^lock(?:\.|$)/u.test(name)) ||
    isRemovalLeft(machine, folder)
  );
}
