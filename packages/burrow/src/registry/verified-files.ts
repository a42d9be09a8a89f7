import type { VerifiedFiles } from "../machine/verified-files.ts";
import type { Status } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import { type AbsolutePath, join } from "../model/path.ts";

/** Entries that are kept; the oldest go first. 200,000 files are some 20 MB. */
const MOST = 200_000;

/** The memory of files that were hashed, in burrow's cache: losing it costs time and nothing else, so what cannot be read is begun anew. */
export function verifiedFiles(bench: Workbench, cache: AbsolutePath): VerifiedFiles & { save(): void } {
  const path = join(cache, "verified.json");
  const known = new Map(read(bench, path));
  let changed = false;
  return {
    sha256: (status) => known.get(keyOf(status)),
    remember(status, sha256) {
      known.set(keyOf(status), sha256);
      changed = true;
    },
    save() {
      if (!changed) return;
      const kept = [...known].slice(-MOST);
      bench.makeFolder(cache, 0o700);
      bench.writeFile(path, JSON.stringify({ schema: 2, files: Object.fromEntries(kept) }), 0o600);
      changed = false;
    },
  };
}

function read(bench: Workbench, path: AbsolutePath): readonly (readonly [state: string, sha256: string])[] {
  const text = bench.readText(path, 64 * 1024 * 1024);
  if (text === undefined) return [];
  try {
    const { schema, files } = JSON.parse(text) as { readonly schema?: unknown; readonly files?: unknown };
    if (schema !== 2 || typeof files !== "object" || files === null) return [];
    return Object.entries(files); // a hash that is none is like no file's
  } catch {
    return [];
  }
}

/** Archives give many files one size and one time, and an inode that was freed comes again: when it was born tells them apart. */
function keyOf({ device, inode, size, mtime, born }: Status): string {
  return `${device}:${inode}:${size}:${mtime}:${born}`;
}
