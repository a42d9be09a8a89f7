import type { BackupMade, RestoredBackup } from "../model/backup.ts";
import type { Environment } from "../model/environment.ts";
import type { HealthReport } from "../model/finding.ts";
import type { Goal } from "../model/goal.ts";
import type { Collection, Purge, Difference, History, Recovery } from "../model/history.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import type { MachineSurvey } from "../model/machine-survey.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { ProjectList } from "../model/project-list.ts";
import * as answers from "./answers.ts";
import * as backups from "./backups.ts";
import type { Described, Json } from "./codec.ts";
import * as commandLine from "./command-line.ts";
import { environment, environmentDocument } from "./environment.ts";
import { error } from "./error.ts";
import { event } from "./event.ts";
import * as exported from "./exported.ts";
import { gc } from "./gc.ts";
import { purge } from "./purge.ts";
import { goal } from "./goal.ts";
import { healthReport, repair, type RepairDocument } from "./health.ts";
import { watched, type WatchDocument } from "./watch.ts";
import { type Diagnostics, diagnostics } from "./diagnostics.ts";
import { memoryRecovery, type MemoryRecoveryDocument } from "./memory-recovery.ts";
import { dayReport } from "./health-day.ts";
import { documentSchema } from "./object.ts";
import { lock, type LockDocument } from "./lock.ts";
import { plan } from "./plan.ts";
import * as registry from "./registry.ts";
import { snapshot } from "./snapshot.ts";
import * as snapshots from "./snapshots.ts";
import * as time from "./time.ts";
import { listDocument, machineDocument, survey } from "./survey.ts";

/** What every document says of its own form. */
export const SCHEMA = 1;

/** What an operation answers, without the document's schema number. */
type Answer<Document extends { readonly schema: 1 }> = Omit<Document, "schema">;

/** `goal --json`. */
export const goalJson = (value: Goal): Json => goal.encode(value);
/** `plan --json`, and the file of `plan --out`. */
export const planJson = (value: Plan): Json => plan.encode(value);
/** `list --json`. */
export const listJson = (value: ProjectList): Json => survey.encode(listDocument(value));
/** `list --all --json`. */
export const machineJson = (value: MachineSurvey, active: readonly string[], usual?: AbsolutePath): Json =>
  survey.encode(machineDocument(value, active, usual));
/** `python --json`. */
export const pythonJson = (value: Parameters<typeof registry.pythonDocument>[0]): Json =>
  registry.python.encode(registry.pythonDocument(value));
/** `use --json`. */
export const useJson = (value: Parameters<typeof registry.useDocument>[0]): Json =>
  registry.use.encode(registry.useDocument(value));
/** `forget --json`. */
export const forgetJson = (value: Answer<registry.ForgetDocument>): Json =>
  registry.forget.encode({ schema: SCHEMA, ...value });
/** `show --json`. */
export const showJson = (value: Environment, active: boolean): Json =>
  environment.encode(environmentDocument(value, active));
/** `up --json`. */
export const upJson = (value: Answer<answers.UpDocument>): Json =>
  answers.up.encode({ schema: SCHEMA, ...value });
/** `why --json`. */
export const whyJson = (value: Answer<answers.WhyDocument>): Json =>
  answers.why.encode({ schema: SCHEMA, ...value });
/** `burrow --json`. */
export const whereJson = (value: Answer<answers.WhereDocument>): Json =>
  answers.where.encode({ schema: SCHEMA, ...value });
/** `recover --json`. */
export const recoverJson = (value: Recovery): Json => answers.recover.encode({ schema: SCHEMA, ...value });
/** `rollback --json`. */
export const rollbackJson = ({
  restored,
  ...value
}: Omit<Answer<time.RollbackDocument>, "restored"> & {
  readonly restored?: Answer<answers.UpDocument>;
}): Json =>
  time.rollback.encode({
    schema: SCHEMA,
    ...value,
    ...(restored && { restored: { schema: SCHEMA, ...restored } }),
  });
/** `lock --json`. */
export const lockJson = (value: Answer<LockDocument>): Json => lock.encode({ schema: SCHEMA, ...value });
/** `history --json`. */
export const historyJson = (value: History): Json => time.history.encode({ schema: SCHEMA, ...value });
/** `diff --json` and `snapshot diff --json`. */
export const diffJson = (value: Difference): Json => time.diff.encode({ schema: SCHEMA, ...value });
/** `snapshot create --json`, `snapshot show --json`, and the file of a snapshot. */
export const snapshotJson = (value: Snapshot): Json => snapshot.encode(value);
/** `snapshot list --json` and `snapshot prune --json`. */
export const snapshotsJson = ({ stored, unreadable }: snapshots.StoredSnapshots): Json =>
  snapshots.snapshots.encode({
    schema: SCHEMA,
    snapshots: stored.map(snapshots.entryOfSnapshot),
    unreadable,
  });

/** `doctor --json`, and the reports that `watch` writes. */
export const healthJson = (value: HealthReport): Json => healthReport.encode(value);

/** `repair --json`. */
export const repairJson = (value: Answer<RepairDocument>): Json =>
  repair.encode({ schema: SCHEMA, ...value });
/** `export --json`; what went to a file is not told again. */
export const exportJson = ({ text, ...value }: Answer<exported.ExportDocument>): Json =>
  exported.exportDocument.encode({
    schema: SCHEMA,
    ...value,
    ...(value.file === undefined && text !== undefined && { text }),
  });
/** `import --json`. */
export const importJson = (value: Answer<exported.ImportDocument>): Json =>
  exported.importDocument.encode({ schema: SCHEMA, ...value });
/** `gc --json`. */
export const gcJson = (value: Collection): Json => gc.encode({ schema: SCHEMA, ...value });
/** `purge --json`. */
export const purgeJson = (value: Purge): Json => purge.encode({ schema: SCHEMA, ...value });
/** `backup --json`. */
export const backupJson = (value: BackupMade): Json =>
  backups.backupDocument.encode({ schema: SCHEMA, ...value });
/** `restore --json`. */
export const restoreJson = (value: RestoredBackup): Json =>
  backups.restoreDocument.encode({ schema: SCHEMA, ...value });

/** `doctor --report`. */
export const diagnosticsJson = (value: Answer<Diagnostics>): Json =>
  diagnostics.encode({ schema: SCHEMA, ...value });
/** `recover --machine --json`. */
export const memoryRecoveryJson = (value: Answer<MemoryRecoveryDocument>): Json =>
  memoryRecovery.encode({ schema: SCHEMA, ...value });
/** `watch --json`. */
export const watchJson = (value: Answer<WatchDocument>): Json => watched.encode({ schema: SCHEMA, ...value });

/** Every document by the command that prints it; `docs/schemas/<name>.json` is generated from this. */
export const DOCUMENTS = {
  goal,
  plan,
  list: survey,
  python: registry.python,
  use: registry.use,
  forget: registry.forget,
  show: environment,
  up: answers.up,
  why: answers.why,
  where: answers.where,
  recover: answers.recover,
  rollback: time.rollback,
  lock,
  history: time.history,
  diff: time.diff,
  export: exported.exportDocument,
  import: exported.importDocument,
  gc,
  purge,
  backup: backups.backupDocument,
  restore: backups.restoreDocument,
  snapshot,
  snapshots: snapshots.snapshots,
  doctor: healthReport,
  repair,
  watch: watched,
  "health-report": dayReport,
  diagnostics,
  "memory-recovery": memoryRecovery,
  help: commandLine.help,
  version: commandLine.version,
  completions: commandLine.completions,
  error,
  event,
} as const satisfies Readonly<Record<string, Described>>;

/** The JSON Schema of every document, by its name. */
export function schemas(): Readonly<Record<keyof typeof DOCUMENTS, Json>> {
  const all = Object.entries(DOCUMENTS).map(([name, codec]) => [
    name,
    documentSchema(`burrow ${name}`, codec),
  ]);
  return Object.fromEntries(all) as Record<keyof typeof DOCUMENTS, Json>;
}
