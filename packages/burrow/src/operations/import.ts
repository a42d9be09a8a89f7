import { BurrowError } from "../model/error.ts";
import { join } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { sameContent } from "../plan/snapshot.ts";
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
 * Takes over the records of environments from a backup, an exported environment, or another tool's list of one (`pylock.toml`, requirements); `snapshot restore` then brings each back.
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
    const held = new Set(before.flatMap((one) => one.distributions.map(versionOf)));
    distributions += snapshot.distributions.length;
    newDistributions += snapshot.distributions.filter((one) => !held.has(versionOf(one))).length;
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

function versionOf({ name, version }: Snapshot["distributions"][number]): string {
  return `${name} ${version}`;
}

/** The same versions out of other files are another record. */
function sameHashes(one: Snapshot, other: Snapshot): boolean {
  return hashesOf(one) === hashesOf(other);
}

function hashesOf({ distributions }: Snapshot): string {
  return JSON.stringify(distributions.map(({ hashes }) => hashes));
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
