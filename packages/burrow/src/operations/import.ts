import { BurrowError } from "../model/error.ts";
import { join } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { sameContent, sizeOf } from "../plan/snapshot.ts";
import { readSnapshot, snapshotsIn } from "../registry/snapshots.ts";
import type { Context } from "./context.ts";
import { importListing, type ListingOptions, textOfListing } from "./import-listing.ts";
import { openBackup } from "./open-backup.ts";

/** What an import came to. */
export interface Imported {
  /** Environments whose record is new here. */
  readonly imported: number;
  /** Those that were known already, as they are in the file. */
  readonly known: number;
  readonly names: readonly string[];
  /** What the new records hold. */
  readonly distributions: number;
  /** How many of these, by name and version, no earlier record of the same place held. */
  readonly newDistributions: number;
}

/**
 * Takes over the records of environments from a backup, an exported environment, or another tool's list of one (`pylock.toml`, requirements, conda's `@EXPLICIT`); `snapshot restore` then brings each back.
 * What is known already, by its place and content, is not taken twice. Throws `backup/refused` when anything in the file is not of its form, `python/not-found` when no Python here is one
 * that a list is for: then nothing is taken.
 */
export async function importEnvironments(
  context: Context,
  name: string,
  options: ListingOptions = {},
): Promise<Imported> {
  const { bench, folders } = context;
  const store = snapshotsIn(bench, folders.data);
  const found = await snapshotsOf(context, name, options);
  let distributions = 0;
  let newDistributions = 0;
  const fresh = found.filter((snapshot) => {
    const before = store.list(snapshot.environment.prefix).stored.map((one) => one.snapshot);
    if (before.some((one) => sameContent(one, snapshot) && sameHashes(one, snapshot))) return false;
    const held = new Set(before.flatMap(versionsOf));
    distributions += sizeOf(snapshot);
    newDistributions += versionsOf(snapshot).filter((one) => !held.has(one)).length;
    return true;
  });
  for (const snapshot of fresh) store.add({ ...snapshot, occasion: "asked" });
  return {
    imported: fresh.length,
    known: found.length - fresh.length,
    names: fresh.map((snapshot) => snapshot.name),
    distributions,
    newDistributions,
  };
}

/** What it holds, conda's packages to the build. */
function versionsOf({ conda, distributions }: Snapshot): readonly string[] {
  return [
    ...(conda?.packages ?? []).map(({ name, version, build }) => `conda ${name} ${version} ${build}`),
    ...distributions.map(({ name, version }) => `${name} ${version}`),
  ];
}

/** The same versions out of other files are another record. */
function sameHashes(one: Snapshot, other: Snapshot): boolean {
  const others = other.conda?.packages ?? [];
  return (
    hashesOf(one) === hashesOf(other) &&
    (one.conda?.packages ?? []).every(({ hashes }, index) => agree(hashes, others[index]?.hashes ?? []))
  );
}

function hashesOf({ distributions }: Snapshot): string {
  return JSON.stringify(distributions.map(({ hashes }) => hashes));
}

/** Whether hashes may be of one archive: records have its SHA-256 or its MD5, and only two of one kind can speak against each other. */
function agree(one: readonly string[], other: readonly string[]): boolean {
  const kinds = new Set(other.map(kindOf));
  return (
    one.length > 0 === other.length > 0 &&
    one.every((hash) => !kinds.has(kindOf(hash)) || other.includes(hash))
  );
}

function kindOf(hash: string): string {
  return hash.slice(0, hash.indexOf(":"));
}

/** A list is told by what stands in it; of the rest a file is an exported environment when it reads as one, else it has to be a backup. */
async function snapshotsOf(
  context: Context,
  name: string,
  options: ListingOptions,
): Promise<readonly Snapshot[]> {
  const file = join(context.cwd, name);
  const listing = textOfListing(context, file);
  if (listing !== undefined) return [await importListing(context, listing, options)];
  if (options.python !== undefined)
    throw new BurrowError("usage/bad-value", `\`--python ${options.python}\` does not go with \`${name}\``, {
      because: "a record of burrow's own tells its Python",
    });
  const read = readSnapshot(context.bench, file);
  if ("snapshot" in read) return [read.snapshot];
  try {
    return (await openBackup(context, name, () => Promise.resolve(undefined))).backup.environments;
  } catch (cause) {
    // What it is not as an environment tells more of a file that has the kind of one.
    const text = context.machine.readText(file) ?? "";
    if (
      cause instanceof BurrowError &&
      cause.code === "backup/refused" &&
      /"distributions"\s*:/u.test(text) &&
      !/"members"\s*:/u.test(text)
    )
      throw new BurrowError("backup/refused", `\`${name}\` is not an environment that can be believed`, {
        because: read.because,
        cause,
      });
    throw cause;
  }
}
