/** What a selector may call a platform: conda-lock's words (`# [linux64]`), and micromamba's (`sel(unix):`). */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  "linux-64": ["linux64", "unix", "linux"],
  "linux-aarch64": ["aarch64", "unix", "linux"],
  "linux-ppc64le": ["ppc64le", "unix", "linux"],
  "osx-64": ["osx64", "osx", "unix"],
  "osx-arm64": ["arm64", "osx", "unix"],
  "win-64": ["win", "win64"],
};
const KNOWN: ReadonlySet<string> = new Set(Object.values(WORDS).flat());

/** The platform that the comment at the end of a line selects (`- pywin32  # [win]`); undefined when it selects none. */
export function lineSelector(line: string): string | undefined {
  const word = /#[^[\]]*\[\s*(?:not\s+)?([a-z\d]+)\s*\][^()]*$/u.exec(line);
  return word?.[1] !== undefined && KNOWN.has(word[1])
    ? `${word[0].includes("not ") ? "not " : ""}${word[1]}`
    : undefined;
}

/** The platform of a key `sel(unix)`; undefined for another key. */
export function keySelector(key: string): string | undefined {
  return /^sel\(([a-z\d]+)\)$/u.exec(key)?.[1];
}

/** Whether a selector means the platform (a channel's folder, `linux-64`); with no platform known, every line counts. */
export function isSelected(selector: string, subdir: string | undefined): boolean {
  if (subdir === undefined) return true;
  const has = (word: string): boolean => (WORDS[subdir] ?? []).includes(word);
  return selector.startsWith("not ") ? !has(selector.slice(4)) : has(selector);
}
