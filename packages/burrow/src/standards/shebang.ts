/** What a script's first line starts. */
export interface Shebang {
  /** The program, as written: a path, for `env` the name that it looks for. */
  readonly interpreter: string;
  /** Whether the name is looked for on PATH (`#!/usr/bin/env NAME`). */
  readonly onPath: boolean;
}

/**
 * Reads the `#!` line of a script; undefined when it has none. Long paths, or paths with spaces, are written by pip and uv as
 * `#!/bin/sh` with `'''exec' "/path/to/python" "$0" "$@"` below.
 */
export function parseShebang(script: string): Shebang | undefined {
  const first = /^#!\s*([^\r\n]*)/u.exec(script)?.[1]?.trim();
  if (first === undefined || first === "") return undefined;
  const exec = /^#!\/bin\/sh\r?\n'''exec' (?:"([^"\n]+)"|'([^'\n]+)'|(\S+))/u.exec(script);
  const wrapped = exec?.[1] ?? exec?.[2] ?? exec?.[3];
  if (wrapped !== undefined) return { interpreter: wrapped, onPath: false };
  const [program = "", ...rest] = first.split(/\s+/u);
  if (!program.endsWith("/env")) return { interpreter: program, onPath: false };
  const name = rest.find((word) => !word.startsWith("-") && !word.includes("="));
  return { interpreter: name ?? program, onPath: name !== undefined };
}
