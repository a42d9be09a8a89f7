import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, join, parent } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { sameContent } from "../plan/snapshot.ts";
import { readSnapshot, snapshotsIn } from "../registry/snapshots.ts";
import { shareable } from "./backup.ts";
import type { Context } from "./context.ts";
import { type ExportFormat, textOf } from "./export-text.ts";
import { openBackup } from "./open-backup.ts";
import { showEnvironment } from "./show.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/** An environment as text, and where it was written. */
export interface Exported {
  readonly format: ExportFormat;
  readonly text: string;
  readonly distributions: number;
  /** Absent when it was only printed. */
  readonly file?: AbsolutePath;
}

/** Writes what one environment holds, by default the project's, without secrets. Throws `env/not-found`, `export/impossible`, and `usage/bad-value` when something stands at the file. */
export async function exportEnvironment(
  context: Context,
  {
    env,
    format,
    to,
    offline = false,
  }: {
    readonly env?: string;
    readonly format: ExportFormat;
    readonly to?: string;
    readonly offline?: boolean;
  },
): Promise<Exported> {
  const { bench, cwd } = context;
  const environment = await showEnvironment(context, env);
  const snapshot = shareable(takeSnapshot(context, environment, { occasion: "asked" }));
  const text = await textOf(context, environment, snapshot, { format, offline });
  const told = { format, text, distributions: snapshot.distributions.length };
  if (to === undefined) return told;
  const file = join(cwd, to);
  if (bench.status(file) !== undefined)
    throw new BurrowError("usage/bad-value", `\`${file}\` is there already`, {
      because: "an export is never written over something",
    });
  bench.makeFolder(parent(file));
  bench.writeFile(file, text, 0o600);
  return { ...told, file };
}

/** What an import came to. */
export interface Imported {
  /** Environments whose record is new here. */
  readonly imported: number;
  /** Those that were known already, as they are in the file. */
  readonly known: number;
  readonly names: readonly string[];
}

/**
 * Takes over the records of environments from a backup or an exported environment; `snapshot restore` then brings each back. What is known already, by its place and content, is not
 * taken twice. Throws `backup/refused` when anything in the file is not of its form: then nothing is taken.
 */
export async function importEnvironments(context: Context, name: string): Promise<Imported> {
  const { bench, folders } = context;
  const store = snapshotsIn(bench, folders.data);
  const found = await snapshotsOf(context, name);
  const fresh = found.filter((snapshot) =>
    store.list(snapshot.environment.prefix).stored.every((one) => !sameContent(one.snapshot, snapshot)),
  );
  for (const snapshot of fresh) store.add({ ...snapshot, occasion: "asked" });
  return {
    imported: fresh.length,
    known: found.length - fresh.length,
    names: fresh.map((snapshot) => snapshot.name),
  };
}

/** A file is an exported environment when it reads as one; else it has to be a backup. */
async function snapshotsOf(context: Context, name: string): Promise<readonly Snapshot[]> {
  const read = readSnapshot(context.bench, join(context.cwd, name));
  if ("snapshot" in read) return [read.snapshot];
  try {
    return (await openBackup(context, name, () => Promise.resolve(undefined))).backup.environments;
  } catch (cause) {
    // What it is not as an environment tells more of a file that has the kind of one.
    const text = context.machine.readText(join(context.cwd, name)) ?? "";
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
