import type { Entry, Machine } from "../machine/machine.ts";
import type { AbsolutePath } from "../model/path.ts";
import { child } from "./child.ts";
import { isMark } from "./marks.ts";

/** What the names in a folder tell at a glance; nothing is opened. */
export interface Signs {
  /** It may be an environment: a `pyvenv.cfg` or `conda-meta`, or programs beside libraries. */
  readonly environment: "certain" | "likely" | undefined;
  readonly project: boolean;
}

/** Reads the names in a folder. */
export function signsOf(entries: readonly Entry[]): Signs {
  let certain = false;
  let scripts = false;
  let library = false;
  let project = false;
  for (const { name } of entries) {
    if (name === "pyvenv.cfg" || name === "conda-meta") certain = true;
    else if (name === "bin" || name === "Scripts") scripts = true;
    else if (name === "lib" || name === "Lib") library = true;
    else if (!project && isMark(name)) project = true;
  }
  return { environment: certain ? "certain" : scripts && library ? "likely" : undefined, project };
}

/** Whether a folder that has programs and libraries has an environment's: `activate` beside a Python, as virtualenvs had before there was a `pyvenv.cfg`. */
export function hasActivate(machine: Machine, folder: AbsolutePath): boolean {
  return ["bin", "Scripts"].some(
    (name) =>
      machine.status(child(child(folder, name), "activate")) !== undefined &&
      machine
        .list(child(folder, name))
        .some((entry) => /^(?:python|pypy)[\d.]*(?:\.exe)?$/u.test(entry.name)),
  );
}
