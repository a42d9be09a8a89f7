import type { VerifiedFiles } from "../machine/verified-files.ts";
import type { Status } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import { type AbsolutePath, join } from "../model/path.ts";

/** What stands first in the file: a line for each file follows, its state and its hash. Of tens of thousands an object takes ten times as long to read. */
const HEAD = "burrow verified 3";

/** Entries that are kept; the oldest go first. 200,000 files are some 20 MB. */
const MOST = 200_000;

/** The memory of files that were hashed, in burrow's cache: losing it costs time and nothing else, so what cannot be read is begun anew, and what cannot be written is let go. */
export function verifiedFiles(bench: Workbench, cache: AbsolutePath): VerifiedFiles & { save(): void } {
  const path = join(cache, "verified.txt");
  const known = read(bench, path);
  let changed = false;
  return {
    sha256: (status) => known.get(keyOf(status)),
    remember(status, sha256) {
      known.set(keyOf(status), sha256);
      changed = true;
    },
    save() {
      if (!changed) return;
      const kept = [...known].slice(-MOST).map(([key, sha256]) => `${key} ${sha256}`);
      try {
        bench.makeFolder(cache, 0o700);
        bench.writeFile(path, [HEAD, ...kept].join("\n"), 0o600);
      } catch {
        // What was done is done, or has a failure of its own to tell.
      }
      changed = false;
    },
  };
}

function read(bench: Workbench, path: AbsolutePath): Map<string, string> {
  const [head, ...lines] = bench.readText(path, 64 * 1024 * 1024)?.split("\n") ?? [];
  if (head !== HEAD) return new Map();
  const pairs = lines.map((line): [state: string, sha256: string] => {
    const end = line.indexOf(" ");
    return [line.slice(0, end), line.slice(end + 1)];
  });
  return new Map(pairs); // a hash that is none is like no file's
}

/** Archives give many files one size and one time, and an inode that was freed comes again: when it was born tells them apart. */
function keyOf({ device, inode, size, mtime, born }: Status): string {
  return `${device}:${inode}:${size}:${mtime}:${born}`;
}
