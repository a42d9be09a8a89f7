import type { Platform } from "../model/platform.ts";
import { platformTags } from "./platform-tags.ts";
import type { Tag } from "./tag.ts";

/** What is known of an interpreter that decides which wheels it takes. */
export interface TaggedInterpreter {
  /** Its Python version; only the first two numbers count. */
  readonly version: string;
  /** As `sys.implementation.name`: `cpython`, `pypy`, `graalpy` … */
  readonly implementation: string;
  /** The implementation's own version where it is not Python's, such as `7.3.17`; without it wheels for just this one are not recognised. */
  readonly implementationVersion?: string;
  /** Built without the global lock (PEP 703). */
  readonly freeThreaded?: boolean;
  /** Built for debugging (`sys.abiflags` has `d`). */
  readonly debug?: boolean;
  readonly platform: Platform;
}

/** The tags that an interpreter takes, the preferred first, none twice (PEP 425, 384, 803). Empty when the version has not two numbers. */
export function interpreterTags(interpreter: TaggedInterpreter): readonly Tag[] {
  const [, major, minor] = /^(\d)\.(\d{1,2})(?!\d)/u.exec(interpreter.version) ?? [];
  if (major === undefined || minor === undefined) return [];
  const python: Python = { major: Number(major), minor: Number(minor) };
  const platforms = platformTags(interpreter.platform);
  const { implementation } = interpreter;
  if (implementation === "cpython")
    return [
      ...cpythonTags(interpreter, python, platforms),
      ...anyPython(python, platforms, `cp${major}${minor}`),
    ];
  const own = `${SHORT_NAMES.get(implementation) ?? implementation}${major}${minor}`;
  const abi = foreignAbi(interpreter, python);
  return [
    ...(abi === undefined ? [] : combine([own], [abi], platforms)),
    ...combine([own], ["none"], platforms),
    ...anyPython(python, platforms, implementation === "pypy" ? "pp3" : undefined),
  ];
}

interface Python {
  readonly major: number;
  readonly minor: number;
}

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["pypy", "pp"],
  ["ironpython", "ip"],
  ["jython", "jy"],
]);

function cpythonTags(
  { freeThreaded = false, debug = false }: TaggedInterpreter,
  { major, minor }: Python,
  platforms: readonly string[],
): readonly Tag[] {
  const own = `cp${major}${minor}`;
  const threads = freeThreaded && atLeast({ major, minor }, 13) ? "t" : "";
  const older = !atLeast({ major, minor }, 8);
  const abi = `${own}${threads}${debug ? "d" : ""}${older ? "m" : ""}`;
  const stable = atLeast({ major, minor }, 2) ? [threads === "" ? "abi3" : "abi3t"] : [];
  return [
    // A debug build takes extensions of the normal build too, since Python 3.8.
    ...combine([own], debug && !older ? [abi, own + threads] : [abi], platforms),
    ...combine([own], [...stable, "none"], platforms),
    ...(stable.length === 0
      ? []
      : combine(
          down(minor - 1, 2).map((n) => `cp${major}${n}`),
          stable,
          platforms,
        )),
  ];
}

/** The tags of wheels without code for one interpreter, or for no platform at all. */
function anyPython(
  { major, minor }: Python,
  platforms: readonly string[],
  own: string | undefined,
): readonly Tag[] {
  const pythons = [`py${major}${minor}`, `py${major}`, ...down(minor - 1, 0).map((n) => `py${major}${n}`)];
  return [
    ...combine(pythons, ["none"], platforms),
    ...combine(own === undefined ? pythons : [own, ...pythons], ["none"], ["any"]),
  ];
}

/** The ABI of PyPy (`pypy310_pp73`) and GraalPy (`graalpy242_311_native`), named after their own version. */
function foreignAbi({ implementation, implementationVersion }: TaggedInterpreter, { major, minor }: Python) {
  const [, a, b] = /^(\d+)\.(\d+)/u.exec(implementationVersion ?? "") ?? [];
  if (a === undefined || b === undefined) return undefined;
  if (implementation === "pypy") return `pypy${major}${minor}_pp${a}${b}`;
  if (implementation === "graalpy") return `graalpy${a}${b}_${major}${minor}_native`;
  return undefined;
}

function combine(
  interpreters: readonly string[],
  abis: readonly string[],
  platforms: readonly string[],
): readonly Tag[] {
  return interpreters.flatMap((interpreter) =>
    abis.flatMap((abi) => platforms.map((platform) => ({ interpreter, abi, platform }))),
  );
}

function atLeast({ major, minor }: Python, third: number): boolean {
  return major > 3 || (major === 3 && minor >= third);
}

function down(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, from - to + 1) }, (_, index) => from - index);
}
