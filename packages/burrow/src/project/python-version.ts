import { join, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { Origin } from "../model/text-origin.ts";
import type { LocatedText } from "../standards/position.ts";
import { printable } from "../standards/printable.ts";
import { parsePythonVersionFile } from "../standards/python-version-file.ts";
import { parseToolVersions } from "../standards/tool-versions.ts";
import { NOTHING, type Reading, type Scope } from "./reading.ts";
import { repositoryFolders } from "./repository-folders.ts";
import { sourceText } from "./source-text.ts";

/** What a `.python-version` or a `.tool-versions` asks for, and what was met on the way. */
export interface PythonVersionReading {
  readonly asked?: { readonly text: string; readonly origin: Origin };
  readonly reading: Reading;
}

/** A version with an optional implementation, as uv and pyenv write them, a specifier, or an absolute path. */
const VERSION =
  /^(?:(?:(?:cpython|python|pypy|graalpy)[-@]?)?\d+(?:\.\d+){0,2}(?:(?:a|b|rc)\d+)?t?|[<>=!~][^\s#]+|\/.+|[A-Za-z]:[\\/].+)$/iu;

/** Whether the text asks for a Python: a version, a specifier, or a path. */
export function isPython(text: string): boolean {
  return VERSION.test(text);
}

/**
 * The Python that the nearest `.python-version`, or beside none a `.tool-versions` (asdf, mise), asks for, from the project's folder up to the top of its repository (pyenv and uv look further,
 * into folders that are not the project's). The first version counts; `system` asks for nothing; the name of a pyenv environment is a warning.
 */
export function readPythonVersion(scope: Scope): PythonVersionReading {
  for (const folder of repositoryFolders(scope)) {
    const read = readFile(join(folder, ".python-version"), parsePythonVersionFile, scope);
    const named = read ?? readFile(join(folder, ".tool-versions"), parseToolVersions, scope);
    if (named) return named;
  }
  return { reading: NOTHING };
}

/** Undefined when the file is not there, or when it is one of several tools and speaks of other tools only. */
function readFile(
  path: AbsolutePath,
  parse: (text: string) => readonly LocatedText[],
  scope: Scope,
): PythonVersionReading | undefined {
  const source = sourceText(path, scope);
  if (source.state === "absent") return undefined;
  const reading = { ...NOTHING, manifests: [path] };
  if (source.state === "unreadable") return { reading: { ...reading, problems: [source.problem] } };
  const [first] = parse(source.text);
  if (first === undefined && parse === parseToolVersions) return undefined;
  if (first === undefined || first.text === "system") return { reading };
  const { line, column } = first;
  const text = first.text.replace(/^path:/u, "");
  if (isPython(text)) return { asked: { text, origin: { file: path, line, column } }, reading };
  return { reading: { ...reading, warnings: [reason("not-a-python", { text: printable(text), path })] } };
}
