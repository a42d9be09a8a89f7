import type { Encryption } from "../machine/encryption.ts";
import type {
  Backup,
  BackupMade,
  BackupNote,
  BackupProject,
  BackupPython,
  BackupWheel,
} from "../model/backup.ts";
import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, join, parent } from "../model/path.ts";
import { sentence } from "../model/reason.ts";
import type { Snapshot, SnapshotConda } from "../model/snapshot.ts";
import type { Registry } from "../model/registry.ts";
import { fingerprintOf, type Signature, signingIn } from "../registry/signing.ts";
import { sizeOf } from "../plan/snapshot.ts";
import { withoutSecrets, withoutToken } from "../project/secret-lines.ts";
import { instructionsOf } from "../render/instructions.ts";
import { writeBackup } from "./backup-file.ts";
import type { Context } from "./context.ts";
import { everyEnvironment, settingsFile } from "./machine/everywhere.ts";
import { takeSnapshot } from "./take-snapshot.ts";
import { recoverEnvironment } from "./recover-at.ts";
import { recollect } from "./memory.ts";
import { wheelsOf } from "./wheels.ts";

/** What a person may say about a backup. */
export interface BackupOptions {
  /** Where it goes; absent: burrow's own folder of backups. */
  readonly to?: string;
  /** Only environments below these folders. */
  readonly below?: readonly string[];
  readonly lock?: Parameters<Encryption["encrypt"]>[1];
  readonly includeWheels?: boolean;
  readonly offline?: boolean;
  /** Of burrow. */
  readonly version: string;
}

/**
 * Writes all that it takes to have the environments again into one file (0600): content, places, Pythons, settings, and what a person can do by hand. Secrets are left out.
 * Throws `usage/bad-value` when something stands there, `backup/key`.
 */
export async function backUp(context: Context, options: BackupOptions): Promise<BackupMade> {
  const { bench, cwd, folders, machine, now } = context;
  const { to, below, lock, version, includeWheels = false } = options;
  const at = new Date(now()).toISOString();
  const file =
    to === undefined ? join(folders.data, "backups", nameAt(at, lock !== undefined)) : join(cwd, to);
  if (bench.status(file) !== undefined)
    throw new BurrowError("usage/bad-value", `\`${file}\` is there already`, {
      because: "a backup is never written over another",
    });
  const found = await environmentsOf(
    context,
    below?.map((folder) => join(cwd, folder)),
  );
  const environments = found.map((one) => shareable(takeSnapshot(context, one, { occasion: "asked" })));
  const projects = projectsOf((await recollect(context)).registry, environments);
  const settings = machine.readText(settingsFile(context));
  const pythons = pythonsOf(environments, folders.data);
  const wheels: readonly BackupWheel[] = includeWheels ? await wheelsOf(context, environments, options) : [];
  const backup: Backup = {
    schema: 1,
    createdAt: at,
    version,
    platform: machine.platform,
    home: machine.home,
    environments,
    projects,
    pythons,
    ...(settings !== undefined && { settings: withoutSecrets(settings) }),
    diagnostics: found.flatMap(noteOf),
    instructions: instructionsOf(environments, [...new Set(pythons.map((one) => one.version))]),
    wheels,
  };
  const signing = signingIn(bench, folders.data);
  let signedBy = "";
  const signed = (text: string): Signature => {
    const signature = signing.sign(text);
    signedBy = fingerprintOf(signature.key);
    return signature;
  };
  const plain = new TextEncoder().encode(writeBackup(backup, signed));
  const content = lock === undefined ? plain : await context.encryption.encrypt(plain, lock);
  bench.makeFolder(parent(file), 0o700);
  bench.writeFile(file, content, 0o600);
  return {
    file,
    bytes: content.length,
    encrypted: lock !== undefined,
    environments: environments.map((one) => ({
      prefix: one.environment.prefix,
      distributions: sizeOf(one),
    })),
    projects,
    pythons: pythons.length,
    wheels: wheels.length,
    signedBy,
    diagnostics: backup.diagnostics,
  };
}

/** What was interrupted is brought to an end first; where that is not to be had, its note says that it is half changed. */
async function environmentsOf(
  context: Context,
  below: readonly AbsolutePath[] | undefined,
): Promise<readonly Environment[]> {
  const found = await everyEnvironment(context, below);
  const half = found.filter(({ broken }) => broken?.code === "unfinished-journal");
  for (const { prefix } of half)
    await recoverEnvironment(context, prefix).catch((cause: unknown) => {
      if (!(cause instanceof BurrowError)) throw cause;
    });
  return half.length === 0 ? found : everyEnvironment(context, below);
}

function nameAt(at: string, encrypted: boolean): string {
  const digits = at.replaceAll(/[-:]/gu, "");
  return `burrow_backup_${digits.slice(0, 8)}_${digits.slice(9, 15)}.json${encrypted ? ".age" : ""}`;
}

/** A snapshot without what is nobody else's business: who signs in at an address. */
export function shareable(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    ...(snapshot.command !== undefined && { command: withoutSecrets(snapshot.command) }),
    ...(snapshot.conda && { conda: withoutKeys(snapshot.conda) }),
    distributions: snapshot.distributions.map(({ directUrl, ...one }) => ({
      ...one,
      ...(directUrl && { directUrl: { ...directUrl, url: withoutSecrets(directUrl.url) } }),
    })),
  };
}

/** Without who signs in at a channel, and without variables that sound secret. */
function withoutKeys({ packages, variables }: SnapshotConda): SnapshotConda {
  return {
    packages: packages.map(({ url, channel, ...one }) => ({
      ...one,
      channel: withoutToken(channel),
      ...(url !== undefined && { url: withoutToken(url) }),
    })),
    variables: Object.fromEntries(Object.entries(variables).filter(isOpen)),
  };
}

function isOpen([name, value]: readonly [string, string]): boolean {
  const line = `${name}=${value}`;
  return withoutSecrets(line) === line;
}

/** The projects that environments are of, and those that are remembered to use them. */
function projectsOf(
  { environments: remembered }: Registry,
  environments: readonly Snapshot[],
): readonly BackupProject[] {
  const found = new Map<AbsolutePath, AbsolutePath[]>();
  for (const { environment } of environments) {
    const { prefix, project } = environment;
    const tenants = remembered.find((one) => one.prefix === prefix)?.tenants.map(({ root }) => root) ?? [];
    for (const root of new Set([...(project ? [project] : []), ...tenants]))
      found.set(root, [...(found.get(root) ?? []), prefix]);
  }
  return [...found]
    .map(([root, prefixes]) => ({ root, environments: prefixes }))
    .toSorted((one, other) => (one.root < other.root ? -1 : 1));
}

function pythonsOf(environments: readonly Snapshot[], data: AbsolutePath): readonly BackupPython[] {
  const found = new Map<string, BackupPython>();
  for (const { python } of environments) {
    const { executable, version, implementation, freeThreaded } = python;
    if (executable === undefined || version === "") continue;
    const managed = executable.startsWith(join(data, "pythons"));
    found.set(executable, { executable, version, implementation, freeThreaded, managed });
  }
  return [...found.values()].toSorted((one, other) => (one.executable < other.executable ? -1 : 1));
}

function noteOf({ prefix, broken, distributions }: Environment): readonly BackupNote[] {
  const problems = distributions.flatMap((one) => (one.inherited ? [] : one.problems));
  return [...(broken ? [broken] : []), ...problems].map((because) => ({
    prefix,
    note: sentence(because)
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
      .slice(0, 4096),
  }));
}
