import { isAbsolute } from "../model/path.ts";
import type { Reader } from "./reader.ts";

/** A Python as people ask for it: `3.11`, `3.11.7`, `python3.11`, `cpython-3.12`, `pypy3.10`, `>=3.10,<3.13`, or a path. */
export interface AskedPython {
  readonly implementation?: string;
  /** Release numbers that must agree, as far as they are given. */
  readonly release?: readonly number[];
  readonly specifier?: string;
  readonly path?: string;
  readonly freeThreaded?: boolean;
}

/** What of a Python is compared with what was asked. */
export interface PythonIdentity {
  readonly version: string;
  readonly implementation: string;
  readonly paths: readonly string[];
}

/** Reads what was asked; undefined when it is none of the known forms. */
export function readAskedPython(text: string, reader: Reader): AskedPython | undefined {
  const trimmed = text.trim();
  if (isAbsolute(trimmed)) return { path: trimmed };
  const named =
    /^(?<implementation>cpython|pypy|graalpy|python)?[-@]?(?<release>\d+(?:\.\d+){0,2})(?<threads>t)?$/iu.exec(
      trimmed,
    );
  if (named?.groups !== undefined) {
    const implementation = named.groups["implementation"]?.toLowerCase();
    return {
      ...(implementation !== undefined && {
        implementation: implementation === "python" ? "cpython" : implementation,
      }),
      release: (named.groups["release"] ?? "").split(".").map(Number),
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
  const release = reader.release(found.version);
  return asked.release?.every((number, index) => release[index] === number) ?? true;
}
