import type { Machine } from "../../machine/machine.ts";
import type { InterpreterSource } from "../../model/interpreter.ts";
import type { AbsolutePath } from "../../model/path.ts";
import { child } from "../child.ts";
import { isPythonName, type Sighting } from "./locator.ts";

/** The files in a folder that have a Python's name. */
export function pythonsIn(
  machine: Machine,
  folder: AbsolutePath,
  source: InterpreterSource,
): readonly Sighting[] {
  // Of the thousands of names in a system's folder few are asked for what bears them.
  return machine
    .names(folder)
    .filter(isPythonName)
    .map((name) => child(folder, name))
    .filter((executable) => machine.status(executable)?.kind !== "folder")
    .toSorted()
    .map((executable) => ({ executable, source }));
}

/** The Pythons of each prefix below a folder (`<folder>/<prefix>/bin/python3`), as version managers lay them out. */
export function pythonsBelow(
  machine: Machine,
  folder: AbsolutePath,
  source: InterpreterSource,
): readonly Sighting[] {
  return machine
    .list(folder)
    .filter(({ kind }) => kind !== "file")
    .flatMap(({ name }) => pythonsOf(machine, child(folder, name), source));
}

/** The Pythons of a prefix: in `bin`, or on Windows in the prefix itself. */
export function pythonsOf(
  machine: Machine,
  prefix: AbsolutePath,
  source: InterpreterSource,
): readonly Sighting[] {
  const inBin = pythonsIn(machine, child(prefix, "bin"), source);
  return inBin.length > 0 ? inBin : pythonsIn(machine, prefix, source);
}
