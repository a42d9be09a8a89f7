import type { Machine } from "../../machine/machine.ts";
import type { InterpreterSource } from "../../model/interpreter.ts";
import type { AbsolutePath } from "../../model/path.ts";

/** A locator's raw claim: there may be a Python at this path. Only `readInterpreter` decides. */
export interface Sighting {
  readonly executable: AbsolutePath;
  readonly source: InterpreterSource;
}

/** One kind of place where Pythons live. It looks, and never runs what it sees. */
export type Locator = (machine: Machine) => readonly Sighting[];

/** `python`, `python3`, `python3.6` … `python3.20`, with `t` for free-threaded ones, `pypy3`, `pypy3.10`; on Windows with `.exe`. */
const NAME = /^(?:python(?:3(?:\.(?:[6-9]|1\d|20)t?)?)?|pypy3(?:\.\d+)?)(?:\.exe)?$/u;

/** Whether a file of this name is taken for a Python. */
export function isPythonName(name: string): boolean {
  return NAME.test(name);
}
