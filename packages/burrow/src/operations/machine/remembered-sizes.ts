import { STILL } from "../../machine/answers.ts";
import type { Machine } from "../../machine/machine.ts";
import { type AbsolutePath, join } from "../../model/path.ts";
import { child } from "../../survey/child.ts";
import type { Context } from "../context.ts";
import { programId } from "../program-id.ts";
import { type KnownSize, nestedIn, type Sizes, sizesOf } from "./size.ts";

/** What was measured before, as `sizes.json` in burrow's cache (0600) keeps it. Losing it costs time and nothing else. */
interface Kept {
  /** Which burrow measured, for whom. */
  readonly key: string;
  readonly trees: Readonly<Record<string, KeptSize>>;
  /** What so many trees took together, by their prefixes and when each was measured. */
  readonly together?: { readonly of: string; readonly bytes: number };
}

interface KeptSize extends KnownSize {
  /** The states of the folders that an installation changes. */
  readonly sign: string;
}

/** Milliseconds: what is written into an environment without a change of those folders is seen after a day. */
const LONGEST = 24 * 60 * 60 * 1000;

/** Bytes: a thousand environments have half a million. */
const MOST_BYTES = 32 * 1024 ** 2;

/**
 * Measures trees, but those that were measured within a day and in which nothing was installed or removed since: their sizes are of that moment.
 * Where files are shared with others, all that share are measured again unless nothing is new in any.
 */
export function rememberedSizes(
  context: Pick<Context, "bench" | "machine" | "folders" | "now">,
): (roots: readonly AbsolutePath[]) => Sizes {
  const { bench, machine, folders, now } = context;
  const path = join(folders.cache, "sizes.json");
  const key = JSON.stringify([programId(machine), machine.uid, machine.home]);
  return (roots) => {
    const began = now();
    const read = parsed(bench.readText(path, MOST_BYTES));
    const before = read?.key === key ? read : { key, trees: {} };
    const trees = Object.entries(before.trees).filter(([, { at }]) => isRecent(at, began));
    const kept = new Map(trees);
    const signs = signsOf(machine, roots);
    const known = new Map(
      roots.flatMap((root) => {
        const one = kept.get(root);
        return one !== undefined && one.sign === signs.get(root)?.text ? [[root, one] as const] : [];
      }),
    );
    const whole = before.together;
    if (known.size === roots.length && whole?.of === nameOf(roots, known))
      return { each: known, together: whole.bytes };
    const sizes = sizesOf(machine, roots, { at: new Date(began).toISOString(), known });
    for (const [root, size] of sizes.each) {
      const sign = signs.get(root);
      if (sign === undefined || sign.changed > began - STILL) kept.delete(root);
      else kept.set(root, { ...size, sign: sign.text });
    }
    const together = { of: nameOf(roots, sizes.each), bytes: sizes.together };
    try {
      bench.makeFolder(folders.cache, 0o700);
      const next: Kept = { key, trees: Object.fromEntries(kept), together };
      bench.writeFile(path, JSON.stringify(next), 0o600);
    } catch {
      // It is measured anew the next time.
    }
    return sizes;
  };
}

function isRecent(at: string, now: number): boolean {
  const time = Date.parse(at);
  return time <= now && time > now - LONGEST;
}

/** Tells which trees were measured when. */
function nameOf(roots: readonly AbsolutePath[], sizes: ReadonlyMap<AbsolutePath, KnownSize>): string {
  return JSON.stringify(roots.toSorted().map((root) => [root, sizes.get(root)?.at]));
}

/** The states of the folders that an installation changes, and when the last of them changed. */
interface Sign {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly changed: number;
}

/** Of each tree; those of trees in it are part of it. */
function signsOf(machine: Machine, roots: readonly AbsolutePath[]): ReadonlyMap<AbsolutePath, Sign> {
  const own = new Map(roots.map((root) => [root, signOf(machine, root)]));
  const inner = nestedIn(roots);
  return new Map(
    roots.map((root) => {
      const all = [root, ...(inner.get(root) ?? [])].flatMap((one) => own.get(one) ?? []);
      const text = all.map((sign) => sign.text).join("|");
      return [root, { text, changed: Math.max(...all.map(({ changed }) => changed)) }];
    }),
  );
}

function signOf(machine: Machine, root: AbsolutePath): Sign {
  const libraries = machine
    .list(child(root, "lib"))
    .map(({ name }) => join(root, "lib", name, "site-packages"));
  const folders = [
    root,
    ...["bin", "Scripts", "conda-meta"].map((name) => child(root, name)),
    join(root, "Lib", "site-packages"),
    ...libraries.toSorted(),
  ];
  const states = folders.flatMap((folder) => machine.state(folder, true) ?? []);
  return {
    text: states.map(({ dev, ino, ctimeMs }) => `${dev}:${ino}:${ctimeMs}`).join(","),
    changed: Math.max(0, ...states.map(({ ctimeMs }) => ctimeMs)),
  };
}

function parsed(text: string | undefined): Kept | undefined {
  try {
    return JSON.parse(text ?? "") as Kept; // of this very version: its key says so
  } catch {
    return undefined;
  }
}
