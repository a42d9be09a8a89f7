import type { CondaGoal, GoalRequirement } from "../model/goal.ts";
import { join, relative, type AbsolutePath } from "../model/path.ts";
import { reason, type ReasonCode } from "../model/reason.ts";
import type { FileProblem } from "../model/text-origin.ts";
import { subdirOf } from "../standards/conda-subdirs.ts";
import { findCondaFiles } from "./conda/conda-files.ts";
import { type CondaReading, readCondaProject } from "./conda/conda-project.ts";
import type { GoalRequest } from "./files.ts";
import { withFolders } from "./folder-requirements.ts";
import { chooseLock, type FoundLock } from "./locks/choose-lock.ts";
import { LOCK_AGAIN, lockAgain, type LockAnswer } from "./locks/lock.ts";
import { readManifests, type Manifests } from "./manifests.ts";
import { NOTHING, together, type ProjectReading, type Reading, type Scope } from "./reading.ts";
import { inFile } from "./source-text.ts";

/** What a project's folder asks for, where its lock stands, and in which workspace it is. */
export interface FolderReading extends ProjectReading {
  readonly conda?: CondaGoal;
  readonly preferences?: readonly GoalRequirement[];
  readonly lock?: AbsolutePath;
  readonly workspace?: AbsolutePath;
}

/** Differences of a lock that are told; the others are counted. */
const MOST_DIFFERENCES = 3;

/**
 * What a project's folder asks for: the pins of its lock while that fits its manifests (see `chooseLock`, `readManifests`), else the manifests. A lock that does not fit refuses
 * under the policy `strict`; under `warn` the difference is told and its versions are preferred; under `ignore` no lock is read.
 */
export function readProjectFiles(request: GoalRequest, scope: Scope): FolderReading {
  const conda = condaReading(request, scope);
  if (conda !== undefined && "conda" in conda) return conda;
  const manifests = withNotes(readManifests(request, scope), conda);
  const { uvWorkspace: workspace } = manifests;
  const place = workspace && workspace.root !== scope.root ? { workspace: workspace.root } : {};
  const inside: Scope = workspace
    ? { ...scope, members: new Map([...workspace.members].map(([name, { folder }]) => [name, folder])) }
    : scope;
  const plain = (): FolderReading => ({
    ...manifests,
    ...withFolders(manifests, inside, scope.root),
    ...place,
  });
  if (request.lockPolicy === "ignore") return plain();

  const { chosen, others } = chooseLock({
    scope,
    pyproject: manifests.pyproject,
    manifest: manifests.lists,
    ...place,
  });
  const passed = {
    ...NOTHING,
    warnings: others.map(({ file, because }) =>
      because === undefined && chosen
        ? reason("lock-passed-over", { path: file, chosen: relative(scope.root, chosen.file) })
        : reason("lock-unused", { path: file, because: because ?? "" }),
    ),
  };
  if (chosen === undefined) {
    const goal = plain();
    return { ...goal, ...together([goal, passed]) };
  }
  const answer = readLock(chosen, manifests, scope);
  const read: Reading = { ...NOTHING, manifests: [chosen.file] };
  if (!answer.ok)
    return {
      ...manifests,
      ...together([
        plain(),
        passed,
        { ...read, problems: [inFile(chosen.file, { hint: LOCK_AGAIN, ...answer.problem })] },
      ]),
      ...place,
    };
  if (answer.differences.length === 0)
    return {
      ...manifests,
      ...together([
        fresh(manifests),
        passed,
        { ...read, requirements: answer.pins, problems: answer.problems },
      ]),
      lock: chosen.file,
      ...place,
    };

  const differences = told(answer.differences);
  const stale: Reading =
    request.lockPolicy === "strict"
      ? {
          ...read,
          problems: [
            inFile(chosen.file, {
              message: `\`${relative(scope.root, chosen.file)}\` does not fit the project's files any more: ${differences}`,
              hint: `${lockAgain(chosen.file)}, or lock-policy = "warn" in the settings`,
              line: 1,
              column: 1,
            }),
          ],
        }
      : { ...read, warnings: [reason("lock-stale", { path: chosen.file, differences })] };
  return {
    ...manifests,
    ...together([plain(), passed, stale]),
    preferences: answer.pins,
    lock: chosen.file,
    ...place,
  };
}

/** What conda's files ask for where they count; else why those that are there do not, or that `--backend conda` has none. */
function condaReading(request: GoalRequest, scope: Scope): CondaReading | Reading | undefined {
  const subdir = request.platform && subdirOf(request.platform);
  const found = findCondaFiles(scope, subdir);
  const first = found.manifest ?? found.lock;
  if (first === undefined)
    return request.backend === "conda" ? { ...NOTHING, problems: [noCondaFile(scope.root)] } : undefined;
  if (request.backend !== "venv") return readCondaProject(request, scope, found);
  const there = [found.manifest, found.lock].flatMap((path) => path ?? []);
  return { ...NOTHING, warnings: there.map((path) => reason("conda-overridden", { path })) };
}

function noCondaFile(root: AbsolutePath): FileProblem {
  const message = "a conda environment needs `environment.yml` or `conda-lock.yml`";
  return { file: join(root, "environment.yml"), line: 1, column: 1, message, hint: SAMPLE };
}

/** A manifest to begin with, as one command to paste. */
const SAMPLE =
  "printf 'name: myproject\\nchannels:\\n  - conda-forge\\ndependencies:\\n  - python=3.11\\n' > environment.yml";

function withNotes(manifests: Manifests, notes: Reading | undefined): Manifests {
  return notes === undefined ? manifests : { ...manifests, ...together([manifests, notes]) };
}

function readLock({ file, source, read }: FoundLock, manifests: Manifests, scope: Scope): LockAnswer {
  if (source.state === "unreadable") return { ok: false, problem: source.problem };
  const { pyproject, text, requirements, uvWorkspace: workspace, selection } = manifests;
  return read({
    file,
    text: source.text,
    manifest: { pyproject, text, requirements, ...(workspace && { workspace }) },
    selection,
    scope,
  });
}

/** Warnings of the manifests that a lock has an answer to. */
const ANSWERED: ReadonlySet<ReasonCode> = new Set([
  "not-read",
  "overrides-ignored",
  "index-not-kept",
  "unknown-requirements",
]);

/** What stays of the manifests beside a fresh lock: what they are, their indexes and what is wrong with them. */
function fresh({ options, problems, warnings, manifests }: Manifests): Reading {
  return {
    ...NOTHING,
    options,
    problems,
    manifests,
    warnings: warnings.filter(({ code }) => !ANSWERED.has(code)),
  };
}

function told(differences: readonly string[]): string {
  const rest = differences.length - MOST_DIFFERENCES;
  return [...differences.slice(0, MOST_DIFFERENCES), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}
