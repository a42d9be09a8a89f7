/** A Python that is noted in the registry of Windows (PEP 514). */
export interface RegisteredPython {
  /** Who distributes it: `PythonCore` is python.org. */
  readonly company: string;
  /** Such as `3.12` or `3.12-32`. */
  readonly tag: string;
  /** `InstallPath`, its default value. */
  readonly prefix?: string;
  /** `InstallPath\ExecutablePath`. */
  readonly executable?: string;
}

/**
 * Reads what `reg query HKCU\Software\Python /s` prints: a line for each key, and for each value of it four spaces, its name, its type and its
 * text. The name of the default value is in the language of the system, between parentheses. Total: other lines are skipped.
 */
export function parseRegistry(text: string): readonly RegisteredPython[] {
  const found = new Map<string, { company: string; tag: string; prefix?: string; executable?: string }>();
  let current: { company: string; tag: string; prefix?: string; executable?: string } | undefined;
  for (const line of text.split(/\r?\n/u)) {
    if (line.startsWith("HK")) {
      const [, root = "", company = "", tag = ""] =
        /^(HK\w+\\Software\\(?:WOW6432Node\\)?Python)\\([^\\]+)\\([^\\]+)\\InstallPath$/iu.exec(
          line.trim(),
        ) ?? [];
      const key = `${root}\\${company}\\${tag}`.toLowerCase();
      current = company === "" ? undefined : (found.get(key) ?? { company, tag });
      if (current !== undefined) found.set(key, current);
      continue;
    }
    const [, name = "", value = ""] = /^ {4}(.+?) {4}REG_(?:EXPAND_)?SZ(?: {4}(.*))?$/u.exec(line) ?? [];
    if (current === undefined || value.trim() === "") continue;
    if (name === "ExecutablePath") current.executable = value.trim();
    else if (/^\(.*\)$/u.test(name)) current.prefix = value.trim();
  }
  return [...found.values()];
}
