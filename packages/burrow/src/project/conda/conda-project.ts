import type { CondaGoal, GoalRequirement } from "../../model/goal.ts";
import { baseName, join, relative, type AbsolutePath } from "../../model/path.ts";
import { reason, type Reason } from "../../model/reason.ts";
import type { FileProblem } from "../../model/text-origin.ts";
import { calendarText } from "../../standards/calendar.ts";
import { printable } from "../../standards/printable.ts";
import { subdirOf } from "../../standards/conda-subdirs.ts";
import type { GoalRequest } from "../files.ts";
import { withFolders } from "../folder-requirements.ts";
import { NOTHING, together, type ProjectReading, type Reading, type Scope } from "../reading.ts";
import { environmentName, problemOfEnvironmentName } from "../settings/environment-name.ts";
import { inFile } from "../source-text.ts";
import { condaContentHash } from "./content-hash.ts";
import { type CondaFiles, watchCondaFiles } from "./conda-files.ts";
import { type EnvironmentFile, readEnvironmentFile } from "./environment-file.ts";
import { lockDifferences } from "./lock-freshness.ts";
import { type CondaLockFile, readCondaLock } from "./lock-file.ts";

/** What conda's files of a folder, or one of them, ask for. */
export interface CondaReading extends ProjectReading {
  readonly conda: CondaGoal;
  readonly preferences?: readonly GoalRequirement[];
  readonly lock?: AbsolutePath;
}

/** Manifests that say nothing beside conda's: the environment is what those list, and their `pip:` section. */
const PASSED = ["pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "requirements.txt"];

/**
 * What conda's files ask for. A lock comes first while everything that the manifest asks for is in it; when only its date is older, it is used with a warning. One that lacks
 * something counts as stale: under `warn` the manifest is taken and its versions are preferred. `strict` refuses a lock that is stale, older or missing; `ignore` reads none.
 */
export function readCondaProject(request: GoalRequest, scope: Scope, found: CondaFiles): CondaReading {
  const { yaml, platform, lockPolicy = "warn", groups } = request;
  const subdir = platform && subdirOf(platform);
  const manifest =
    found.manifest !== undefined && yaml !== undefined
      ? readEnvironmentFile(found.manifest, scope, yaml, subdir)
      : undefined;
  const lock =
    found.lock === undefined || (lockPolicy === "ignore" && manifest !== undefined)
      ? undefined
      : readCondaLock(found.lock, scope, yaml, { ...(subdir && { subdir }), ...(groups && { groups }) });
  if (found.alone !== true) watchCondaFiles(scope, subdir);
  const { name, warnings } = nameOf(request, manifest, scope);
  const unread = found.manifest !== undefined && yaml === undefined ? [found.manifest] : [];
  const channels = [
    ...(manifest?.says.channels.map(({ text }) => text) ?? lock?.channels ?? []),
    ...(request.channels ?? []),
  ];
  const known =
    lock?.contentHash !== undefined &&
    manifest !== undefined &&
    subdir !== undefined &&
    lock.contentHash === condaContentHash({ channels }, manifest.reading.requirements, subdir);
  const choice: Choice = known
    ? { locked: lock, reading: readingOf(lock) }
    : choose(manifest, lock, scope, lockPolicy, subdir ?? "linux-64");
  const unsaid = manifest !== undefined && channels.length === 0;
  const locked = choice.locked?.pins;
  const listed = withFolders(manifest?.reading ?? NOTHING, scope);
  return {
    ...together([
      listed,
      choice.reading,
      {
        ...NOTHING,
        problems: unread.map((file) =>
          inFile(file, { message: "it cannot be read without a reader of YAML", line: 1, column: 1 }),
        ),
        warnings: [
          ...warnings,
          ...(unsaid ? [reason("channels-unsaid", { path: manifest.file })] : []),
          ...(found.alone === true ? [] : passedOver(manifest, lock, scope)),
        ],
      },
    ]),
    requirements: choice.locked?.requirements ?? listed.requirements,
    groups: choice.locked?.categories ?? [],
    extras: [],
    name,
    conda: { name, channels, variables: manifest?.says.variables ?? {}, ...(locked && { locked }) },
    ...(choice.preferences && { preferences: choice.preferences }),
    ...(lock && { lock: lock.file }),
  };
}

interface Choice {
  /** The lock that counts. */
  readonly locked?: CondaLockFile;
  readonly preferences?: readonly GoalRequirement[];
  readonly reading: Reading;
}

function readingOf(lock: CondaLockFile | undefined): Reading {
  return { ...NOTHING, ...(lock && { manifests: [lock.file], problems: lock.problems }) };
}

function choose(
  manifest: EnvironmentFile | undefined,
  lock: CondaLockFile | undefined,
  scope: Scope,
  policy: NonNullable<GoalRequest["lockPolicy"]>,
  subdir: string,
): Choice {
  const read = readingOf(lock);
  const say = (reasons: readonly Reason[], refusals: readonly FileProblem[] = []): Reading => ({
    ...read,
    problems: [...read.problems, ...refusals],
    warnings: reasons,
  });
  if (manifest === undefined) {
    const lacks = lock?.lacks;
    return lock === undefined
      ? { reading: read }
      : {
          locked: lock,
          reading: say([], lacks === undefined ? [] : [refusal(lock.file, scope, lacks, subdir)]),
        };
  }
  if (lock === undefined) {
    if (policy === "ignore") return { reading: read };
    const missing = reason("conda-lock-missing", {
      path: relative(scope.root, manifest.file),
      platform: subdir,
    });
    return policy === "strict"
      ? { reading: say([], [refusal(manifest.file, scope, "it has no lock file beside it", subdir)]) }
      : { reading: say([missing]) };
  }
  const differences =
    lock.lacks === undefined ? lockDifferences(manifest.reading.requirements, lock) : [lock.lacks];
  if (lock.problems.length > 0) return { reading: read };
  if (differences.length > 0) {
    const listed = told(differences);
    return policy === "strict"
      ? {
          reading: say(
            [],
            [
              refusal(
                lock.file,
                scope,
                `it does not fit ${baseName(manifest.file)} any more: ${listed}`,
                subdir,
              ),
            ],
          ),
        }
      : {
          preferences: lock.requirements,
          reading: say([reason("lock-stale", { path: lock.file, differences: listed })]),
        };
  }
  const older = olderThan(lock.file, manifest.file, scope, subdir);
  if (older === undefined) return { locked: lock, reading: read };
  return policy === "strict"
    ? { reading: say([], [refusal(lock.file, scope, `it is older than ${baseName(manifest.file)}`, subdir)]) }
    : { locked: lock, reading: say([older]) };
}

function refusal(file: AbsolutePath, { root }: Scope, why: string, subdir: string): FileProblem {
  const message = `\`${relative(root, file)}\` cannot be relied on: ${why}`;
  const hint = `burrow lock --platform ${subdir}, or set lock-policy to warn`;
  return inFile(file, { message, hint, line: 1, column: 1 });
}

const MOST_DIFFERENCES = 3;

function told(differences: readonly string[]): string {
  const rest = differences.length - MOST_DIFFERENCES;
  return [...differences.slice(0, MOST_DIFFERENCES), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

/** Said when the manifest was changed after the lock; one moment is not after the other. */
function olderThan(
  lock: AbsolutePath,
  manifest: AbsolutePath,
  { files, root }: Scope,
  platform: string,
): Reason | undefined {
  const [made, changed] = [lock, manifest].map((path) => files.fact(path).was.split(":")[2] ?? "");
  const [when, then] = [calendarText(made ?? ""), calendarText(changed ?? "")];
  if (when === undefined || then === undefined || BigInt(changed ?? 0) <= BigInt(made ?? 0)) return undefined;
  return reason("conda-lock-older", {
    path: relative(root, lock),
    manifest: relative(root, manifest),
    changed: then,
    made: when,
    platform,
  });
}

/** The environment's name: as the command line says, else the file's `name:`, else the folder's; made fit for a folder. */
function nameOf(
  { envName }: GoalRequest,
  manifest: EnvironmentFile | undefined,
  { root }: Scope,
): {
  readonly name: string;
  readonly warnings: readonly Reason[];
} {
  const said = manifest?.says.name;
  const text = envName ?? said?.text ?? baseName(root);
  const name = environmentName(text);
  const reserved = problemOfEnvironmentName(text)?.endsWith("is a reserved name") ?? false;
  const isTold = reserved && envName === undefined && said !== undefined && manifest !== undefined;
  return {
    name,
    warnings: isTold
      ? [reason("name-reserved", { text: printable(said.text), path: manifest.file, name })]
      : [],
  };
}

function passedOver(
  manifest: EnvironmentFile | undefined,
  lock: CondaLockFile | undefined,
  { files, root }: Scope,
): readonly Reason[] {
  const chosen = manifest?.file ?? lock?.file;
  if (chosen === undefined) return [];
  const read = new Set(manifest?.reading.manifests);
  return PASSED.map((name) => join(root, name))
    .filter((path) => !read.has(path) && files.fact(path).was !== "absent" && !files.isFolder(path))
    .map((path) => reason("conda-first", { path, chosen: relative(root, chosen) }));
}
