/** An entry of an archive as its header tells. */
export interface ArchiveEntry {
  /** From the archive's root, `/` between parts. */
  readonly path: string;
  /** In the words of tar. */
  readonly type: string;
  /** Where a symbolic link leads, or the entry that a hard link is another name of. */
  readonly target?: string;
  /** Bytes. */
  readonly size: number;
}

/** What an archive may hold in all. */
export interface ArchiveLimits {
  readonly entries: number;
  /** Bytes of all files. */
  readonly bytes: number;
}

/** How names are told apart where the archive is unpacked. */
export interface NameRules {
  /** Whether `A` and `a` are two names. */
  readonly caseSensitive: boolean;
  /** Whether names that Windows cannot have are refused. */
  readonly windows: boolean;
}

/** Judges the entries of one archive, in their order. */
export interface ArchivePolicy {
  /** Why the entry may not be unpacked; undefined when it may. */
  readonly objection: (entry: ArchiveEntry) => string | undefined;
  /** Bytes of all files so far. */
  readonly bytes: () => number;
}

/** A name that an entry took, and what it took it for. */
interface Taken {
  readonly path: string;
  readonly type: string;
}

const MOST_PARTS = 64;

/**
 * The one rule for what is unpacked. Everything lies in one top folder, and nothing leads out of it: no absolute path, no `..`, no device, nothing
 * below a link or a file, no name twice. The `..` of a link stand only at its start: there the link lies in a real folder, so they climb what its
 * letters say, and where other links lead is inside by the same rule.
 */
export function archivePolicy(limits: ArchiveLimits, names: NameRules): ArchivePolicy {
  const taken = new Map<string, Taken>();
  const keyOf = (path: string) => (names.caseSensitive ? path : path.normalize("NFD").toLowerCase());
  let top: string | undefined;
  let entries = 0;
  let bytes = 0;

  const take = (parts: readonly string[], type: string): string | undefined => {
    for (let length = 1; length <= parts.length; length += 1) {
      const path = parts.slice(0, length).join("/");
      const before = taken.get(keyOf(path));
      const isLast = length === parts.length;
      if (before === undefined) taken.set(keyOf(path), { path, type: isLast ? type : "Directory" });
      else if (before.path !== path) return `\`${before.path}\` and \`${path}\` are one name on this machine`;
      else if (!isLast && before.type !== "Directory") return `it lies below \`${path}\`, which is no folder`;
      else if (isLast && (type !== "Directory" || before.type !== "Directory")) return "it is there twice";
    }
    return undefined;
  };

  return {
    bytes: () => bytes,
    objection: ({ path, type, target = "", size }) => {
      entries += 1;
      bytes += size;
      if (entries > limits.entries) return `there are more than ${limits.entries} entries`;
      if (!(size >= 0 && bytes <= limits.bytes)) return `there are more than ${limits.bytes} bytes`;
      const parts = partsOf(path, type);
      const wrong = pathObjection(path, parts, names);
      if (wrong !== undefined) return wrong;
      top ??= parts[0];
      if (parts[0] !== top) return `it lies outside of \`${top}\`, the archive's one folder`;
      if (parts.length === 1 && type !== "Directory") return "it lies in no folder";
      switch (type) {
        case "File":
        case "OldFile":
          return take(parts, "File");
        case "Directory":
          return take(parts, type);
        case "SymbolicLink":
          return linkObjection(parts, target, names) ?? take(parts, type);
        case "Link": {
          const before = taken.get(keyOf(target));
          if (before?.type === "File" && before.path === target) return take(parts, "File");
          return `it is another name of \`${target}\`, which is no file of the archive before it`;
        }
        default:
          return `it is neither a file, a folder nor a link but a ${type}`;
      }
    },
  };
}

/** The parts of an entry's path; only that of a folder may end with a slash. */
function partsOf(path: string, type: string): readonly string[] {
  return (type === "Directory" ? path.replace(/\/$/u, "") : path).split("/");
}

function pathObjection(path: string, parts: readonly string[], { windows }: NameRules): string | undefined {
  if (path.startsWith("/") || /^[a-z]:/iu.test(path)) return "its path is absolute";
  if (parts.includes("..")) return "its path holds `..`";
  if (parts.includes("") || parts.includes(".")) return "its path holds a part without a name";
  if (parts.length > MOST_PARTS) return `it lies more than ${MOST_PARTS} folders deep`;
  if (parts.some((part) => isUnnamable(part, windows))) return "its path holds a name that cannot be";
  return undefined;
}

/** A link leads to somewhere below the top folder, whether it is there or not. */
function linkObjection(parts: readonly string[], target: string, names: NameRules): string | undefined {
  if (target === "") return "it leads nowhere";
  if (target.startsWith("/") || /^[a-z]:/iu.test(target))
    return `it leads to \`${target}\`, an absolute path`;
  const steps = target.split("/").filter((step) => step !== "" && step !== ".");
  const down = steps.findIndex((step) => step !== "..");
  const climbs = down === -1 ? steps.length : down;
  const onward = steps.slice(climbs);
  // The link's own name and the top folder are not climbed.
  if (climbs > parts.length - 2) return `it leads to \`${target}\`, outside of the archive's folder`;
  if (onward.includes("..")) return `it leads to \`${target}\`, whose \`..\` does not stand at the start`;
  if (onward.some((step) => isUnnamable(step, names.windows)))
    return `it leads to \`${target}\`, which holds a name that cannot be`;
  return undefined;
}

/** Control characters, a backslash (a separator on Windows) and, on Windows, what its file systems keep for themselves. */
function isUnnamable(name: string, windows: boolean): boolean {
  if (/[\p{Cc}\\]/u.test(name)) return true;
  return (
    windows &&
    (/[<>:"|?*]|[. ]$/u.test(name) ||
      /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/iu.test(name))
  );
}
