import type { Machine } from "../machine/machine.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { child } from "./child.ts";

/** Whether a transaction left a journal in a folder `.burrow`: it has to be taken back, or at least cleaned up after. */
export function hasJournal(machine: Machine, folder: AbsolutePath): boolean {
  return journalsIn(machine, folder).length > 0;
}

/** Whether one of those transactions came to no end: what it changed may be half changed. A journal whose last whole line does not end it was interrupted. */
export function isUnfinished(machine: Machine, folder: AbsolutePath): boolean {
  return journalsIn(machine, folder).some((name) => {
    const whole = (machine.readText(child(join(folder, "journal"), name)) ?? "").split("\n").slice(0, -1);
    return !/"type":"(?:committed|rolled-back)"/u.test(whole.at(-1) ?? "");
  });
}

function journalsIn(machine: Machine, folder: AbsolutePath): readonly string[] {
  return machine
    .list(join(folder, "journal"))
    .map(({ name }) => name)
    .filter((name) => name.endsWith(".jsonl"));
}
