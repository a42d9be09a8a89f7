import type { Machine } from "../machine/machine.ts";
import { answerTo, type Asks, type Look, type Notes } from "../machine/noting.ts";
import type { Workbench } from "../machine/workbench.ts";
import { baseName, join, parent, type AbsolutePath } from "../model/path.ts";

/** What was concluded, and all that was asked to come to it. */
export interface Conclusion {
  /** What tells this question from others, burrow's version among it. */
  readonly key: string;
  /** Plain JSON. */
  readonly value: unknown;
  readonly notes: Notes;
  /** When the first look was taken, in milliseconds since the epoch. */
  readonly began: number;
}

/** Conclusions that are kept; the oldest go first. */
const MOST = 256;

/** Milliseconds that everything must have been still for: file systems keep times that coarse (FAT), and what changes while it is read is not what was read. */
const STILL = 2000;

/** The head of a file; its looks follow, one a line. */
interface Head {
  readonly key: string;
  readonly value: unknown;
  readonly variables: readonly (readonly [name: string, digest: string | null])[];
  /** How many looks follow, so that a file that was cut off is none. */
  readonly looks: number;
}

/**
 * Conclusions in burrow's cache (0600), each with the state of all that it was drawn from: as long as nothing of that changed, it holds. Losing one
 * costs time and nothing else, so what cannot be read or written is passed over.
 */
export function rememberedIn(
  bench: Workbench,
  cache: AbsolutePath,
): {
  /** What was concluded before, when every look would give the same answer now. */
  recall(key: string): unknown;
  /** Keeps a conclusion, unless something that it was drawn from may have changed since the first look. */
  keep(conclusion: Conclusion): void;
} {
  const folder = join(cache, "conclusions");
  const fileOf = (key: string) => join(folder, digestOf(key));
  return {
    recall(key) {
      const [head = "", ...lines] = (bench.readText(fileOf(key)) ?? "").split("\n");
      const read = headOf(head);
      if (read?.key !== key || lines.length !== read.looks) return undefined;
      const same = read.variables.every(([name, digest]) => variable(bench, name) === digest);
      return same && stillSo(bench, lines) ? read.value : undefined;
    },
    keep({ key, value, notes, began }) {
      if (notes.closed) return;
      const lines = linesOf(bench, notes.looks, began - STILL);
      if (lines === undefined) return;
      const variables = notes.variables.map((name) => [name, variable(bench, name)] as const);
      const head: Head = { key, value, variables, looks: lines.length };
      try {
        bench.makeFolder(folder, 0o700);
        bench.writeFile(fileOf(key), [JSON.stringify(head), ...lines].join("\n"), 0o600);
        makeRoom(bench, folder);
      } catch {
        // It is concluded anew the next time.
      }
    },
  };
}

/** Each look with its answer: its letter, the answer, and the path, or for a name in the folder of the line before, the name alone. Undefined when something changed after `since`. */
function linesOf(machine: Machine, looks: readonly Look[], since: number): readonly string[] | undefined {
  const lines: string[] = [];
  let folder: AbsolutePath | undefined;
  for (const look of looks) {
    const { answer, changed } = answerTo(machine, look.asks, look.path);
    if (changed >= since || /[\n\t]/u.test(look.path) || /[\n\t]/u.test(answer)) return undefined;
    const above = parent(look.path);
    const shown = above === folder && above !== look.path ? baseName(look.path) : look.path;
    lines.push(`${look.asks}${answer}\t${shown}`);
    folder = above;
  }
  return lines;
}

function stillSo(machine: Machine, lines: readonly string[]): boolean {
  let folder = "";
  for (const line of lines) {
    const tab = line.indexOf("\t");
    const asks = line.charAt(0) as Asks;
    const shown = line.slice(tab + 1);
    const path = (/[\\/]/u.test(shown) ? shown : folder + shown) as AbsolutePath;
    if (answerTo(machine, asks, path).answer !== line.slice(1, tab)) return false;
    if (path === shown) folder = path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  }
  return true;
}

function headOf(text: string): Head | undefined {
  try {
    return JSON.parse(text) as Head; // written by this very version: its key says so
  } catch {
    return undefined;
  }
}

/** What a variable holds, not to be read back: variables hold secrets. */
function variable({ env }: Machine, name: string): string | null {
  const value = env[name];
  return value === undefined ? null : digestOf(value);
}

function makeRoom(bench: Workbench, folder: AbsolutePath): void {
  const names = bench.names(folder);
  if (names.length <= MOST) return;
  const aged = names
    .map((name) => ({
      path: join(folder, name),
      changed: bench.state(join(folder, name), false)?.changed ?? 0,
    }))
    .toSorted((one, other) => one.changed - other.changed);
  for (const { path } of aged.slice(0, names.length - MOST)) bench.removeFile(path);
}

/** FNV-1a over the text's code units, twice with other beginnings: tells texts apart where nobody tries to find two alike, and needs no library. */
function digestOf(text: string): string {
  return [0x811c9dc5, 0x050c5d1f].map((seed) => fnv(text, seed).toString(16).padStart(8, "0")).join("");
}

function fnv(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
