import type { Backup, RestoredBackup, RestoredEnvironment } from "../model/backup.ts";
import { BurrowError } from "../model/error.ts";
import type { GoalOption } from "../model/goal.ts";
import { baseName, join } from "../model/path.ts";
import { sentence } from "../model/reason.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { signingIn } from "../registry/signing.ts";
import { type Moved, movedSnapshot } from "../plan/moved.ts";
import { sizeOf } from "../plan/snapshot.ts";
import type { Context } from "./context.ts";
import type { OpenedBackup } from "./backup-file.ts";
import { settingsFile } from "./machine/everywhere.ts";
import type { PlanOptions } from "./options.ts";
import { planRecorded } from "./recorded.ts";
import { restoreSnapshot } from "./restore-snapshot.ts";

/** What a person may say about restoring a backup. */
export interface RestoreBackupOptions extends Pick<PlanOptions, "engine" | "offline" | "adopt"> {
  /** Prefixes, projects or names of environments; absent: all. */
  readonly only?: readonly string[];
  /** Folders that are elsewhere now; what lay in the former home goes to this one anyway. */
  readonly moves?: readonly Moved[];
  /** Fingerprints of keys, one of which has to have signed it; each is known from then on. */
  readonly signedBy?: readonly string[];
  readonly dryRun?: boolean;
  readonly partly?: boolean;
  readonly builds?: readonly string[];
  /** Asked with all plans before anything changes; false cancels. */
  readonly confirm?: (planned: RestoredBackup) => Promise<boolean>;
}

/** Environments that their own tools make again, with more than what is installed in them. */
const TOOLED: Readonly<Record<string, string>> = {
  pipx: "pipx reinstall-all",
  "uv-tool": "uv tool install",
  tox: "tox",
  nox: "nox",
};

/**
 * Brings the environments of a backup back at their places, or at those that the moves say: each by its own plan and transaction, in turn. One that cannot be had stops none of the others,
 * and each is reported. Throws `backup/refused` when the backup is of another platform, or none of its environments was meant.
 */
export async function restoreBackup(
  context: Context,
  { backup, signedBy }: OpenedBackup,
  options: RestoreBackupOptions,
): Promise<RestoredBackup> {
  const signature = signatureOf(context, signedBy, options);
  const moves = [
    ...(options.moves ?? []),
    ...(backup.home === context.machine.home ? [] : [{ from: backup.home, to: context.machine.home }]),
  ];
  const meant = meantBy(backup, options.only).map((one) => movedSnapshot(one, moves));
  const { diagnostics } = backup;
  const settings = settingsFate(context, backup);
  if (options.dryRun === true || options.confirm !== undefined) {
    const planned: RestoredEnvironment[] = [];
    for (const snapshot of meant) planned.push(await planOne(context, snapshot, options));
    const view: RestoredBackup = {
      status: "planned",
      environments: planned,
      settings,
      ...signature,
      diagnostics,
    };
    if (options.dryRun === true) return view;
    if ((await options.confirm?.(view)) === false) return { ...view, status: "cancelled" };
  }
  if (settings === "restored") {
    context.bench.makeFolder(context.folders.config, 0o700);
    context.bench.writeFile(settingsFile(context), backup.settings ?? "", 0o600);
  }
  const wheels = placeWheels(context, backup);
  const environments: RestoredEnvironment[] = [];
  for (const [index, snapshot] of meant.entries()) {
    context.signal.throwIfAborted();
    const percentage = Math.round((100 * index) / meant.length);
    context.report({ type: "progress", phase: "restore", message: snapshot.environment.prefix, percentage });
    environments.push(
      await restoreOne(context, snapshot, { ...options, ...(wheels && { sources: [wheels] }) }),
    );
  }
  const whole = environments.every(
    ({ status, unavailable = [] }) => ["done", "unchanged"].includes(status) && unavailable.length === 0,
  );
  return { status: whole ? "done" : "partly", environments, settings, ...signature, diagnostics };
}

/** Whose key has signed it. Throws `backup/refused` when it is none of those that were asked for. */
function signatureOf(
  { bench, folders }: Context,
  signedBy: string | undefined,
  { signedBy: asked = [], dryRun = false }: RestoreBackupOptions,
): Pick<RestoredBackup, "signer" | "signedBy"> {
  const signing = signingIn(bench, folders.data);
  if (asked.length > 0 && (signedBy === undefined || !asked.includes(signedBy)))
    throw new BurrowError("backup/refused", `the backup is not signed by \`${asked.join("`, `")}\``, {
      because: signedBy === undefined ? "nobody has signed it" : `the key of its signature is ${signedBy}`,
    });
  if (signedBy === undefined) return { signer: "none" };
  if (asked.length > 0 && !dryRun) signing.trust(signedBy);
  return { signer: signing.signerOf(signedBy), signedBy };
}

function meantBy({ environments }: Backup, only: readonly string[] | undefined): readonly Snapshot[] {
  if (only === undefined) return environments;
  const isMeant = (one: Snapshot): boolean => only.some((name) => namesOf(one).includes(name));
  const unknown = only.find((name) => !environments.some((one) => namesOf(one).includes(name)));
  if (unknown !== undefined)
    throw new BurrowError("backup/refused", `the backup has no environment \`${unknown}\``, {
      because: "it is neither the place, the project nor the name of one of them",
      hint: "burrow restore FILE --dry-run",
    });
  return environments.filter(isMeant);
}

function namesOf({ environment: { prefix, project, prompt } }: Snapshot): readonly string[] {
  return [prefix, baseName(prefix), ...(project ? [project] : []), ...(prompt === undefined ? [] : [prompt])];
}

function settingsFate({ machine, ...context }: Context, { settings }: Backup): RestoredBackup["settings"] {
  if (settings === undefined) return "none";
  return machine.status(settingsFile(context)) === undefined ? "restored" : "kept";
}

/** Wheels that came along, as a source beside the index. */
function placeWheels({ bench, folders }: Context, { wheels, createdAt }: Backup): GoalOption | undefined {
  if (wheels.length === 0) return undefined;
  const folder = join(folders.data, "backups", `wheels-${createdAt.replaceAll(/[-:.]/gu, "")}`);
  bench.makeFolder(folder, 0o700);
  for (const { filename, bytes } of wheels) bench.writeFile(join(folder, filename), bytes, 0o600);
  return { text: `--find-links ${folder}`, origin: { file: folder } };
}

type One = RestoreBackupOptions & { readonly sources?: readonly GoalOption[] };

async function planOne(context: Context, snapshot: Snapshot, options: One): Promise<RestoredEnvironment> {
  const { prefix } = snapshot.environment;
  const told = { prefix, distributions: sizeOf(snapshot) };
  const skipped = skip(snapshot);
  if (skipped !== undefined) return { ...told, status: "skipped", because: skipped };
  try {
    const plan = await planRecorded(context, snapshot, options);
    const refused = plan.action === "refuse";
    return {
      ...told,
      status: refused ? "refused" : plan.steps.length === 0 ? "unchanged" : "planned",
      plan,
      ...(refused && { because: sentence(plan.because) }),
    };
  } catch (cause) {
    return { ...told, status: "refused", because: whyNot(cause) };
  }
}

async function restoreOne(context: Context, snapshot: Snapshot, options: One): Promise<RestoredEnvironment> {
  const { prefix } = snapshot.environment;
  const told = { prefix, distributions: sizeOf(snapshot) };
  const skipped = skip(snapshot);
  if (skipped !== undefined) return { ...told, status: "skipped", because: skipped };
  try {
    const { confirm: _, ...rest } = options;
    const { status, plan, failure, unavailable } = await restoreSnapshot(context, snapshot, rest);
    const because = failure?.detail ?? (status === "refused" ? sentence(plan.because) : undefined);
    return {
      ...told,
      status,
      plan,
      ...(because !== undefined && { because }),
      ...(unavailable && { unavailable }),
    };
  } catch (cause) {
    if (cause instanceof BurrowError && cause.code === "cancelled") throw cause;
    return { ...told, status: "refused", because: whyNot(cause) };
  }
}

function skip({ environment: { kind } }: Snapshot): string | undefined {
  const command = TOOLED[kind];
  return command === undefined ? undefined : `its own tool makes it again: ${command}`;
}

/** One that fails in any way is that one's misfortune. */
function whyNot(cause: unknown): string {
  if (cause instanceof BurrowError)
    return [cause.message, cause.because].filter((text) => text !== undefined).join(": ");
  return cause instanceof Error ? cause.message : String(cause);
}
