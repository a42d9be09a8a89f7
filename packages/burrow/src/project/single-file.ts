import { baseName, relative, type AbsolutePath } from "../model/path.ts";
import { isExplicit } from "../standards/explicit-lock.ts";
import { normalizeName } from "../standards/name.ts";
import { printable } from "../standards/printable.ts";
import { EMPTY_PYPROJECT } from "../standards/pyproject.ts";
import { condaKindOf } from "./conda/conda-files.ts";
import { readCondaProject } from "./conda/conda-project.ts";
import type { GoalRequest } from "./files.ts";
import { withFolders } from "./folder-requirements.ts";
import { LOCK_AGAIN } from "./locks/lock.ts";
import { readPylock } from "./locks/pylock.ts";
import type { FolderReading } from "./project-files.ts";
import { NOTHING, type ProjectReading, type Reading, type Scope } from "./reading.ts";
import { readRequirementsFiles } from "./requirements-files.ts";
import { readScript } from "./script-file.ts";
import { inFile, sourceText } from "./source-text.ts";

/** The kinds of file that can be a goal by themselves (`lock` is a named `pylock.<name>.toml`), `project` standing for all that is read as its folder is. */
export type FileKind = "requirements" | "script" | "lock" | "project" | "environment" | "conda-lock";

const KINDS: readonly FileKind[] = ["requirements", "script", "lock", "project", "environment", "conda-lock"];

/** The kind of a file: as asked, else by its name; undefined when neither tells. */
export function kindOf(path: AbsolutePath, asked?: string): FileKind | undefined {
  if (asked !== undefined) return KINDS.find((kind) => kind === asked);
  const name = baseName(path);
  if (
    /^(?:pyproject\.toml|setup\.py|setup\.cfg|\.python-version|Pipfile|(?:uv|poetry|pdm|Pipfile)\.lock|pylock\.toml|\.tool-versions)$/u.test(
      name,
    )
  )
    return "project";
  if (/^pylock\.[^.]+\.toml$/u.test(name)) return "lock";
  const conda = condaKindOf(path);
  if (conda !== undefined) return conda;
  if (/\.(?:txt|in)$/u.test(name)) return "requirements";
  return name.endsWith(".py") ? "script" : undefined;
}

/** What one requirements file, script (PEP 723) or lock (PEP 751) asks for. */
export function readSingleFile(
  request: GoalRequest,
  kind: FileKind | undefined,
  scope: Scope,
): ProjectReading & Pick<FolderReading, "lock" | "conda" | "preferences"> {
  const { path } = request;
  const unread = (message: string, hint: string): Reading => ({
    ...NOTHING,
    problems: [
      inFile(path, {
        message: `\`${printable(relative(scope.root, path))}\` ${message}`,
        hint,
        line: 1,
        column: 1,
      }),
    ],
  });
  if (kind === "script") return { ...readScript(path, scope, unread), groups: [], extras: [] };
  if (kind === "environment" || kind === "conda-lock" || isExplicitFile(path, kind, scope)) {
    if (scope.files.fact(path).was === "absent")
      return { ...unread("does not exist", ABSENT), groups: [], extras: [] };
    const found = kind === "environment" ? { manifest: path } : { lock: path };
    return readCondaProject({ ...request, lockPolicy: "ignore" }, scope, { ...found, alone: true });
  }
  if (kind === "lock") return readLockFile(request, scope, unread);
  const reading =
    kind === undefined
      ? unread(
          "is of no kind that is read",
          "say --kind requirements, script, project, environment or conda-lock",
        )
      : (readRequirementsFiles([path], scope) ?? unread("does not exist", ABSENT));
  return { ...withFolders(reading, scope), groups: [], extras: [] };
}

const ABSENT = "name a project's folder or one of its files";

/** A text file with `@EXPLICIT` on a line of its own is conda's. */
function isExplicitFile(path: AbsolutePath, kind: FileKind | undefined, scope: Scope): boolean {
  if (kind !== "requirements") return false;
  const source = sourceText(path, scope);
  return source.state === "text" && isExplicit(source.text);
}

/** A lock as the whole goal: all that is in it under the asked extras and groups. There is no manifest to be older than. */
function readLockFile(
  { path, groups, extras }: GoalRequest,
  scope: Scope,
  unread: (message: string, hint: string) => Reading,
): ProjectReading & Pick<FolderReading, "lock"> {
  const selection = {
    groups: groups?.map(normalizeName) ?? [],
    extras: extras?.map(normalizeName) ?? [],
    unknown: [],
  };
  const source = sourceText(path, scope);
  if (source.state === "unreadable") return { ...NOTHING, problems: [source.problem], ...selection };
  if (source.state === "absent") return { ...unread("does not exist", ABSENT), ...selection };
  const manifest = { pyproject: EMPTY_PYPROJECT, text: "", requirements: [] };
  const answer = readPylock({
    file: path,
    text: source.text,
    manifest,
    selection,
    scope,
  });
  const read = { ...NOTHING, manifests: [path] };
  return answer.ok
    ? { ...read, requirements: answer.pins, problems: answer.problems, lock: path, ...selection }
    : { ...read, problems: [inFile(path, { hint: LOCK_AGAIN, ...answer.problem })], ...selection };
}
