import { type Answers, answersTo, isStillSo, STILL } from "../machine/answers.ts";
import type { Machine } from "../machine/machine.ts";
import type { Notes } from "../machine/noting.ts";
import type { Workbench } from "../machine/workbench.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { fnvDigest } from "../standards/fnv.ts";

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

/** What a file holds. */
interface Kept {
  readonly key: string;
  readonly value: unknown;
  readonly variables: readonly (readonly [name: string, digest: string | null])[];
  readonly answers: Answers;
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
  const fileOf = (key: string) => join(folder, fnvDigest(key));
  return {
    recall(key) {
      const kept = keptIn(bench.readText(fileOf(key)) ?? "");
      if (kept?.key !== key) return undefined;
      const same = kept.variables.every(([name, digest]) => variable(bench, name) === digest);
      return same && isStillSo(bench, kept.answers) ? kept.value : undefined;
    },
    keep({ key, value, notes, began }) {
      if (notes.closed) return;
      const { answers, changed } = answersTo(bench, notes.looks);
      if (changed >= began - STILL) return;
      const variables = notes.variables.map((name) => [name, variable(bench, name)] as const);
      const kept: Kept = { key, value, variables, answers };
      try {
        bench.makeFolder(folder, 0o700);
        bench.writeFile(fileOf(key), JSON.stringify(kept), 0o600);
        makeRoom(bench, folder);
      } catch {
        // It is concluded anew the next time.
      }
    },
  };
}

function keptIn(text: string): Kept | undefined {
  try {
    return JSON.parse(text) as Kept; // written by this very version: its key says so
  } catch {
    return undefined; // it is not there, or was cut off
  }
}

/** What a variable holds, not to be read back: variables hold secrets. */
function variable({ env }: Machine, name: string): string | null {
  const value = env[name];
  return value === undefined ? null : fnvDigest(value);
}

function makeRoom(bench: Workbench, folder: AbsolutePath): void {
  const names = bench.names(folder);
  if (names.length <= MOST) return;
  const aged = names
    .map((name) => ({
      path: join(folder, name),
      changed: bench.state(join(folder, name), false)?.ctimeMs ?? 0,
    }))
    .toSorted((one, other) => one.changed - other.changed);
  for (const { path } of aged.slice(0, names.length - MOST)) bench.removeFile(path);
}
