import { baseName, relative, type AbsolutePath } from "../model/path.ts";
import { printable } from "../standards/printable.ts";
import { parseScriptMetadata } from "../standards/script-metadata.ts";
import { listed } from "./listed.ts";
import { NOTHING, together, type ProjectReading, type Reading, type Scope } from "./reading.ts";
import { readRequirementsFiles } from "./requirements-files.ts";
import { inFile, sourceText } from "./source-text.ts";

/** The kinds of file that can be a goal by themselves, `project` standing for all that is read as its folder is. */
export type FileKind = "requirements" | "script" | "project";

/** The kind of a file: as asked, else by its name; undefined when neither tells. */
export function kindOf(path: AbsolutePath, asked?: string): FileKind | undefined {
  if (asked === "requirements" || asked === "script" || asked === "project") return asked;
  if (asked !== undefined) return undefined;
  const name = baseName(path);
  if (
    /^(?:pyproject\.toml|setup\.py|setup\.cfg|\.python-version|environment\.ya?ml|conda-lock\.yml)$/u.test(
      name,
    )
  )
    return "project";
  if (/\.(?:txt|in)$/u.test(name)) return "requirements";
  return name.endsWith(".py") ? "script" : undefined;
}

/** What one requirements file or script (PEP 723) asks for. */
export function readSingleFile(path: AbsolutePath, kind: FileKind | undefined, scope: Scope): ProjectReading {
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
  if (kind === "script") return { ...scriptReading(path, scope, unread), groups: [], extras: [] };
  const reading =
    kind === undefined
      ? unread("is of no kind that is read", "say --kind requirements, script or project")
      : (readRequirementsFiles([path], scope) ??
        unread("does not exist", "name a project's folder or one of its files"));
  return { ...reading, groups: [], extras: [] };
}

function scriptReading(
  path: AbsolutePath,
  scope: Scope,
  unread: (message: string, hint: string) => Reading,
): Omit<ProjectReading, "groups" | "extras"> {
  const source = sourceText(path, scope);
  if (source.state === "unreadable") return { ...NOTHING, problems: [source.problem] };
  if (source.state === "absent")
    return unread("does not exist", "name a project's folder or one of its files");
  const script = parseScriptMetadata(source.text);
  if (!script) return unread("has no `script` block (PEP 723)", "begin it with `# /// script`");
  const { requiresPython, dependencies, problems } = script;
  return {
    ...together([
      { ...NOTHING, manifests: [path], problems: problems.map((problem) => inFile(path, problem)) },
      listed(dependencies, path, scope),
    ]),
    ...(requiresPython && {
      requiresPython: {
        specifier: requiresPython.text,
        origin: { file: path, line: requiresPython.line, column: requiresPython.column },
      },
    }),
  };
}
