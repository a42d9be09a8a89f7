import { isAbsolute } from "../model/path.ts";
import type { Reader } from "./reader.ts";

/** A Python as people ask for it: `3.11`, `3.11.7`, `3.14.0rc1`, `python3.11`, `cpython-3.12`, `pypy3.10`, `pypy`, `3.13t`, `>=3.10,<3.13`, or a path. */
export interface AskedPython {
  readonly implementation?: string;
  /** Release numbers that must agree, as far as they are given. */
  readonly release?: readonly number[];
  /** A version that must agree as a whole. */
  readonly version?: string;
  readonly specifier?: string;
  readonly path?: string;
  readonly freeThreaded?: boolean;
}

/** What of a Python is compared with what was asked. */
export interface PythonIdentity {
  readonly version: string;
  readonly implementation: string;
  readonly freeThreaded: boolean;
  readonly paths: readonly string[];
}

/** Reads what was asked; undefined when it is none of the known forms. */
export function readAskedPython(text: string, reader: Reader): AskedPython | undefined {
  const trimmed = text.trim();
  if (isAbsolute(trimmed)) return { path: trimmed };
  const named =
    /^(?<implementation>cpython|pypy|graalpy|python)?[-@]?(?:(?<release>\d+(?:\.\d+){0,2})(?<pre>(?:a|b|rc)\d+)?(?<threads>t)?)?$/iu.exec(
      trimmed,
    );
  if (named?.groups !== undefined && trimmed !== "") {
    const { release, pre } = named.groups;
    const implementation = named.groups["implementation"]?.toLowerCase();
    return {
      ...(implementation !== undefined && {
        implementation: implementation === "python" ? "cpython" : implementation,
      }),
      ...(release !== undefined && pre === undefined && { release: release.split(".").map(Number) }),
      ...(release !== undefined && pre !== undefined && { version: release + pre }),
      ...(named.groups["threads"] !== undefined && { freeThreaded: true }),
    };
  }
  return reader.isSpecifier(trimmed) && trimmed !== "" ? { specifier: trimmed } : undefined;
}

/** Whether a Python is one of those asked for. */
export function isAsked(asked: AskedPython, found: PythonIdentity, reader: Reader): boolean {
  if (asked.path !== undefined && !found.paths.includes(asked.path)) return false;
  if (asked.implementation !== undefined && asked.implementation !== found.implementation) return false;
  if (asked.specifier !== undefined && !reader.contains(asked.specifier, found.version)) return false;
  if (asked.version !== undefined && !reader.sameVersion(asked.version, found.version)) return false;
  // A path or a set of versions says nothing of threads; a number without `t` means the usual build.
  if ((asked.freeThreaded ?? false) !== found.freeThreaded && (asked.release ?? asked.version) !== undefined)
    return false;
  const release = reader.release(found.version);
  return asked.release?.every((number, index) => release[index] === number) ?? true;
}
