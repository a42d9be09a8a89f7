import { join, type AbsolutePath } from "../../model/path.ts";
import type { Scope } from "../reading.ts";
import { sourceText, type SourceText } from "../source-text.ts";
import type { Pyproject } from "../../standards/pyproject.ts";
import type { LockAnswer, LockQuestion } from "./lock.ts";
import { readPdmLock } from "./pdm.ts";
import { readPipfileLock } from "./pipenv.ts";
import { readPoetryLock } from "./poetry.ts";
import { readPylock } from "./pylock.ts";
import { readUvLock } from "./uv.ts";

/** What a project's folder says about which lock may be its own. */
export interface LockPlace {
  readonly scope: Scope;
  readonly pyproject: Pyproject;
  /** Whether a `pyproject.toml` lists the requirements, a Pipfile does, or only other files do. */
  readonly manifest: "pyproject" | "pipfile" | "other";
  /** The root of the uv workspace that it is a member of. */
  readonly workspace?: AbsolutePath;
}

/** A lock file that is there, how it is read, and what it cannot be the lock of. */
export interface FoundLock {
  readonly file: AbsolutePath;
  readonly source: Exclude<SourceText, { readonly state: "absent" }>;
  readonly read: (question: LockQuestion) => LockAnswer;
}

/** The lock that counts, and those that are passed over, each with the reason when it is not the other lock. */
export interface LockChoice {
  readonly chosen?: FoundLock;
  readonly others: readonly { readonly file: AbsolutePath; readonly because?: string }[];
}

interface Kind {
  readonly name: string;
  readonly read: FoundLock["read"];
  readonly serves: readonly LockPlace["manifest"][];
  /** Whether the manifest is this lock's own tool's. */
  readonly isNative: (pyproject: Pyproject) => boolean;
}

const KINDS: readonly Kind[] = [
  { name: "uv.lock", read: readUvLock, serves: ["pyproject"], isNative: ({ uv }) => uv !== undefined },
  { name: "pylock.toml", read: readPylock, serves: ["pyproject", "pipfile", "other"], isNative: () => false },
  {
    name: "poetry.lock",
    read: readPoetryLock,
    serves: ["pyproject"],
    isNative: ({ poetry, buildSystem }) =>
      poetry !== undefined || buildSystem?.backend?.startsWith("poetry.") === true,
  },
  {
    name: "pdm.lock",
    read: readPdmLock,
    serves: ["pyproject"],
    isNative: ({ pdm, buildSystem }) => pdm || buildSystem?.backend?.startsWith("pdm.") === true,
  },
  { name: "Pipfile.lock", read: readPipfileLock, serves: ["pipfile"], isNative: () => true },
];

/**
 * Chooses among the locks of a project. The lock of the tool whose table the manifest has (`[tool.uv]`, `[tool.poetry]`, `[tool.pdm]`, or its build backend) comes first; else,
 * and among several, `uv.lock`, `pylock.toml`, `poetry.lock`, `pdm.lock` in this order. A `Pipfile.lock` is only the lock of a Pipfile that lists the requirements, and locks of tools
 * that read `pyproject.toml` only of one that does. A workspace member's `uv.lock` is its workspace's.
 */
export function chooseLock({ scope, pyproject, manifest, workspace }: LockPlace): LockChoice {
  const found = KINDS.flatMap((kind) => {
    const folder = kind.name === "uv.lock" ? (workspace ?? scope.root) : scope.root;
    const file = join(folder, kind.name);
    const source = sourceText(file, scope);
    return source.state === "absent" ? [] : [{ kind, file, source }];
  });
  const fitting = found.filter(({ kind }) => kind.serves.includes(manifest));
  const native = fitting.find(({ kind }) => kind.isNative(pyproject));
  const chosen = native ?? fitting[0];
  return {
    ...(chosen && { chosen: { file: chosen.file, source: chosen.source, read: chosen.kind.read } }),
    others: found
      .filter((one) => one !== chosen)
      .map(({ kind, file }) => ({
        file,
        ...(!kind.serves.includes(manifest) && {
          because: `what it locks is not listed in ${listOf(kind.serves)}`,
        }),
      })),
  };
}

function listOf(serves: Kind["serves"]): string {
  return serves.includes("pipfile") ? "a Pipfile" : "a pyproject.toml";
}
