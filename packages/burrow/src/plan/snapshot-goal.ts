import type { DirectUrl } from "../model/distribution.ts";
import type { Goal, GoalOption, GoalRequirement } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Snapshot, SnapshotDistribution } from "../model/snapshot.ts";
import { askedOf, recordedConda } from "./conda/conda-snapshot.ts";
import { newReader } from "./new-reader.ts";

/** How a snapshot is to be had again. */
export interface SnapshotGoalOptions {
  /** The folder whose environment it is to be: the project, or the one that holds the prefix. */
  readonly root: AbsolutePath;
  /** What is said to have recorded it; absent: the snapshot by its name. */
  readonly source?: string;
  /** Normalised names that are left out. */
  readonly without?: ReadonlySet<string>;
  /** Normalised names of editable folders outside of the root that may be built. */
  readonly builds?: readonly string[];
  /** False: every version is asked for anew, its recorded hashes left aside, so that an index tells which of them can be had. */
  readonly proven?: boolean;
  /** Where wheels are, beside the index. */
  readonly sources?: readonly GoalOption[];
}

/**
 * The goal that is met by exactly what a snapshot holds: the same minor version of the same Python, every distribution at its version, nothing beside. Of an environment
 * of conda's, whose Python is one of its packages, the very archives and what pip put on top of them.
 */
export function snapshotGoal(snapshot: Snapshot, options: SnapshotGoalOptions): Goal {
  const { root, without, builds = [], proven = true, sources = [] } = options;
  const { environment, python, conda, distributions, name } = snapshot;
  const kept = distributions.filter((one) => without?.has(one.name) !== true);
  return {
    schema: 1,
    root,
    name: environment.prompt ?? name,
    python: conda === undefined ? pythonOf(python) : { specifier: "" },
    backend: conda === undefined ? "venv" : "conda",
    ...(conda && { conda: recordedConda(conda, environment.prompt ?? name) }),
    requirements: [
      ...(conda === undefined ? [] : askedOf(conda, root)),
      ...kept.map((one) => requirementOf(one, root, proven)),
    ],
    constraints: [],
    options: sources,
    exact: {
      source: options.source ?? name,
      ...(python.executable && { python: python.executable }),
      ...(environment.systemSitePackages && { systemSitePackages: true }),
      byHand: [...(conda?.packages ?? []), ...kept]
        .filter(({ byHand }) => byHand === true)
        .map((one) => one.name),
      builds,
    },
    groups: [],
    extras: [],
    manifests: [],
    problems: [],
    warnings: [],
    facts: [],
  };
}

/** Wheels are made for a minor version, and what lies in site-packages too; the patch release may differ. */
function pythonOf({ version, implementation, freeThreaded }: Snapshot["python"]): Goal["python"] {
  const reader = newReader();
  const [major, minor] = reader.release(version);
  if (major === undefined || minor === undefined) return { specifier: "" };
  const text = reader.isPreRelease(version) ? version : `${major}.${minor}`;
  const special = freeThreaded || implementation !== "cpython" || reader.isPreRelease(version);
  return {
    specifier: reader.isPreRelease(version) ? "" : `==${major}.${minor}.*`,
    ...(special && { asked: { text: `${implementation}${text}${freeThreaded ? "t" : ""}` } }),
  };
}

function requirementOf(
  { name, version, hashes, directUrl, editable }: SnapshotDistribution,
  root: AbsolutePath,
  proven: boolean,
): GoalRequirement {
  const url = editable === undefined && directUrl !== undefined ? addressOf(directUrl) : undefined;
  const specifier = editable === undefined && url === undefined ? `==${version}` : "";
  return {
    kind: "pypi",
    name,
    specifier,
    extras: [],
    hashes: proven ? hashes : [],
    fromLock: true,
    ...(url !== undefined && { url }),
    ...(editable !== undefined && { editable }),
    text: editable === undefined ? name + (url === undefined ? specifier : ` @ ${url}`) : `-e ${editable}`,
    origin: { file: root },
  };
}

/** The address of PEP 508 for what PEP 610 recorded: of version control the commit and not the branch that led there. */
function addressOf({ url, vcs, subdirectory }: DirectUrl): string {
  const fragment = subdirectory === undefined ? "" : `#subdirectory=${subdirectory}`;
  return vcs === undefined ? url + fragment : `${vcs.kind}+${url}@${vcs.commit}${fragment}`;
}
