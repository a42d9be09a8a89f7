import type { Machine } from "../machine/machine.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { AbsolutePath } from "../model/path.ts";
import { asdfLocator } from "./locators/asdf.ts";
import { condaLocator } from "./locators/conda.ts";
import { pythonsOf } from "./locators/folder.ts";
import { hatchLocator } from "./locators/hatch.ts";
import { homebrewLocator } from "./locators/homebrew.ts";
import type { Locator, Sighting } from "./locators/locator.ts";
import { managedLocator } from "./locators/managed.ts";
import { miseLocator } from "./locators/mise.ts";
import { pathLocator } from "./locators/path.ts";
import { pdmLocator } from "./locators/pdm.ts";
import { pyenvLocator } from "./locators/pyenv.ts";
import { registryLocator } from "./locators/registry.ts";
import { ryeLocator } from "./locators/rye.ts";
import { storeLocator } from "./locators/store.ts";
import { systemLocator } from "./locators/system.ts";
import { uvLocator } from "./locators/uv.ts";
import { xcodeLocator } from "./locators/xcode.ts";
import { merge } from "./merge.ts";
import { probeInterpreters, type ProbeContext } from "./probe-interpreters.ts";
import { readInterpreter, type Reading } from "./read-interpreter.ts";

/** Which interpreters are asked for. */
export interface InterpretersRequest {
  /** The folder of the Pythons that burrow installed. */
  readonly pythons: AbsolutePath;
  /** A Python that a person named: its executable, or its prefix. */
  readonly named?: AbsolutePath;
  /** Pythons that something else led to. */
  readonly sighted?: readonly Sighting[];
}

/**
 * The base interpreters of the machine, sorted by executable: read from disk, and asked only where nothing on disk tells and the place is
 * trusted. What is not fit is listed too, with its reason. Rejects only when the signal aborts.
 */
export function interpretersOf(
  machine: Machine,
  request: InterpretersRequest,
  context: ProbeContext,
): Promise<readonly Interpreter[]> {
  return askedWhereUnread(machine, readInterpreters(machine, request), context);
}

/** What disk alone tells of the base interpreters of the machine. */
export function readInterpreters(
  machine: Machine,
  { pythons, named, sighted = [] }: InterpretersRequest,
): readonly Reading[] {
  const locators: readonly Locator[] = [
    ...(named === undefined ? [] : [namedLocator(named)]),
    managedLocator(pythons),
    uvLocator,
    pyenvLocator,
    asdfLocator,
    miseLocator,
    ryeLocator,
    hatchLocator,
    pdmLocator,
    condaLocator,
    homebrewLocator,
    storeLocator,
    xcodeLocator,
    registryLocator,
    systemLocator,
    pathLocator,
  ];
  const found = merge(machine, [...locators.flatMap((locate) => locate(machine)), ...sighted]);
  return found.map((one) => readInterpreter(machine, one));
}

/** The same, with the answers of those that disk does not tell about. Rejects only when the signal aborts. */
export async function askedWhereUnread(
  machine: Machine,
  readings: readonly Reading[],
  context: ProbeContext,
): Promise<readonly Interpreter[]> {
  const read = readings.flatMap(({ ask, interpreter }) => (ask ? [] : interpreter));
  const unknown = readings.flatMap(({ ask, interpreter }) => (ask ? interpreter : []));
  const asked = await probeInterpreters(machine, unknown, context);
  return [...read, ...asked].toSorted((one, other) => (one.executable < other.executable ? -1 : 1));
}

function namedLocator(named: AbsolutePath): Locator {
  return (machine) =>
    machine.target(named)?.kind === "folder"
      ? pythonsOf(machine, named, "named")
      : [{ executable: named, source: "named" }];
}
