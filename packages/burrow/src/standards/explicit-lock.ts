import { type ArchiveUrl, parseArchiveUrl } from "./conda-archive-name.ts";
import type { LocatedProblem, Position } from "./position.ts";
import { printable } from "./printable.ts";

/** One archive of an `@EXPLICIT` file. */
export interface ExplicitArchive extends ArchiveUrl, Position {
  /** What stands behind `#`, whether or not it is a hash; empty without one. */
  readonly fragment: string;
}

/** What an `@EXPLICIT` file says: archives in the order in which they are to be linked. */
export interface ExplicitLock {
  /** From the comment `# platform: linux-64`, else what the addresses agree on. */
  readonly platform?: string;
  readonly archives: readonly ExplicitArchive[];
  /** What pip would install, from conda-lock's comments `# pip name @ address`. */
  readonly pip: readonly (Position & { readonly text: string })[];
  readonly problems: readonly LocatedProblem[];
}

/** Whether a text is an `@EXPLICIT` file: the word stands on a line of its own. */
export function isExplicit(text: string): boolean {
  return /^@EXPLICIT\s*$/mu.test(text);
}

/** Reads an `@EXPLICIT` file, as `conda list --explicit --md5` and conda-lock write it: addresses with md5 or sha256 behind `#`. */
export function parseExplicit(text: string): ExplicitLock {
  const archives: ExplicitArchive[] = [];
  const pip: (Position & { readonly text: string })[] = [];
  const problems: LocatedProblem[] = [];
  let platform: string | undefined;
  for (const [index, raw] of text
    .replace(/^\ufeff/u, "")
    .split(/\r?\n/u)
    .entries()) {
    const written = raw.trim();
    const at = { line: index + 1, column: raw.length - raw.trimStart().length + 1 };
    const [, said] = /^#\s*platform:\s*(\S+)$/u.exec(written) ?? [];
    const [, lockedByPip] = /^#\s*pip\s+(\S.*)$/u.exec(written) ?? [];
    if (said !== undefined) platform = said;
    if (lockedByPip !== undefined) pip.push({ text: lockedByPip, ...at });
    if (written === "" || written.startsWith("#") || written === "@EXPLICIT") continue;
    const archive = parseArchiveUrl(written);
    if (archive === undefined)
      problems.push({
        message: `\`${printable(written)}\` is not the address of a conda archive`,
        hint: "each line is `https://…/linux-64/name-1.0-build.conda#md5`",
        ...at,
      });
    else archives.push({ ...archive, fragment: written.split("#")[1] ?? "", ...at });
  }
  const native = new Set(archives.map(({ subdir }) => subdir).filter((subdir) => subdir !== "noarch"));
  const [only] = native.size === 1 ? native : [];
  return {
    ...((platform ?? only) !== undefined && { platform: platform ?? only ?? "" }),
    archives,
    pip,
    problems,
  };
}
