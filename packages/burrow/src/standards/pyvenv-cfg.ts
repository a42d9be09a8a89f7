/** What a `pyvenv.cfg` says (PEP 405, and the keys that venv, virtualenv and uv add). */
export interface PyvenvCfg {
  /** The folder of the base interpreter's executable, as written. */
  readonly home?: string;
  /** The base interpreter's executable (`executable` of venv, `base-executable` of virtualenv). */
  readonly executable?: string;
  /** `base-prefix` of virtualenv. */
  readonly basePrefix?: string;
  /** PEP 440, whatever spelling the maker used: `3.12.4.final.0` is `3.12.4`, `3.14.0.beta.1` is `3.14.0b1`. */
  readonly version?: string;
  /** As `sys.implementation.name` where the maker tells it: `cpython`, `pypy`. */
  readonly implementation?: string;
  /** True when the key is absent, as CPython's `site` has it. */
  readonly includeSystemSitePackages: boolean;
  readonly prompt?: string;
  /** The version of uv that made it. */
  readonly uv?: string;
  /** The version of virtualenv that made it. */
  readonly virtualenv?: string;
  /** The command line that made it (venv of 3.11 and later). */
  readonly command?: string;
}

/** Reads a `pyvenv.cfg` as CPython does: `key = value` lines in any case, everything else skipped. Of two `home` the first holds, else the last. */
export function parsePyvenvCfg(text: string): PyvenvCfg {
  const values = new Map<string, string>();
  for (const line of text.replace(/^\ufeff/u, "").split(/\r\n|\n|\r/u)) {
    const equals = line.indexOf("=");
    if (equals === -1) continue;
    const key = line.slice(0, equals).trim().toLowerCase();
    if (key === "home" && values.has(key)) continue;
    values.set(key, line.slice(equals + 1).trim());
  }
  const get = (key: string): string | undefined => values.get(key) || undefined;

  const home = get("home");
  const executable = get("base-executable") ?? get("executable");
  const basePrefix = get("base-prefix");
  const spoken = get("version_info") ?? get("version");
  const version = spoken === undefined ? undefined : plainVersion(spoken);
  const implementation = get("implementation")?.toLowerCase();
  const prompt = get("prompt");
  const uv = get("uv");
  const virtualenv = get("virtualenv");
  const command = get("command");
  return {
    ...(home !== undefined && { home }),
    ...(executable !== undefined && { executable }),
    ...(basePrefix !== undefined && { basePrefix }),
    ...(version !== undefined && { version }),
    ...(implementation !== undefined && { implementation }),
    includeSystemSitePackages:
      (values.get("include-system-site-packages") ?? "true").toLowerCase() === "true",
    ...(prompt !== undefined && { prompt: unquoted(prompt) }),
    ...(uv !== undefined && { uv }),
    ...(virtualenv !== undefined && { virtualenv }),
    ...(command !== undefined && { command }),
  };
}

const LEVELS: Readonly<Record<string, string>> = { alpha: "a", beta: "b", candidate: "rc" };

/** `sys.version_info` joined by dots (virtualenv) as PEP 440 writes it. */
function plainVersion(spoken: string): string {
  const info = /^(\d+\.\d+\.\d+)\.(final|alpha|beta|candidate)\.(\d+)$/u.exec(spoken);
  if (!info) return spoken;
  const [, release = "", level = "", serial = ""] = info;
  return level === "final" ? release : `${release}${LEVELS[level] ?? ""}${serial}`;
}

/** venv writes the prompt as Python's `repr` does, the others plainly. */
function unquoted(text: string): string {
  const quote = text.at(0);
  if (text.length < 2 || (quote !== "'" && quote !== '"') || !text.endsWith(quote)) return text;
  return text.slice(1, -1).replaceAll(/\\(['"\\])/gu, "$1");
}
