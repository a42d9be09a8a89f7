import { ancestors, join, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { Origin } from "../model/text-origin.ts";
import { printable } from "../standards/printable.ts";
import { parsePythonVersionFile } from "../standards/python-version-file.ts";
import { NOTHING, type Reading, type Scope } from "./reading.ts";
import { sourceText } from "./source-text.ts";

/** What a `.python-version` asks for, and what was met on the way. */
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
 * The Python that the nearest `.python-version` asks for, from the project's folder up to the top of its repository (pyenv and uv look further,
 * into folders that are not the project's). The first line counts; `system` asks for nothing; the name of a pyenv environment is a warning.
 */
export function readPythonVersion(scope: Scope): PythonVersionReading {
  for (const folder of repositoryFolders(scope)) {
    const path = join(folder, ".python-version");
    const source = sourceText(path, scope);
    if (source.state === "absent") continue;
    const reading = { ...NOTHING, manifests: [path] };
    if (source.state === "unreadable") return { reading: { ...reading, problems: [source.problem] } };
    const [first] = parsePythonVersionFile(source.text);
    if (first === undefined || first.text === "system") return { reading };
    const { text, line, column } = first;
    if (isPython(text)) return { asked: { text, origin: { file: path, line, column } }, reading };
    return { reading: { ...reading, warnings: [reason("not-a-python", { text: printable(text), path })] } };
  }
  return { reading: NOTHING };
}

/** The project's folder and those above it, up to the first that holds `.git`; without a repository, the project's alone. */
function repositoryFolders({ files, root }: Scope): readonly AbsolutePath[] {
  const folders = [root, ...ancestors(root)];
  const top = folders.findIndex((folder) => files.list(folder).includes(".git"));
  return folders.slice(0, Math.max(top, 0) + 1);
}
