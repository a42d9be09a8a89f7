import { baseName, join, relative, type AbsolutePath } from "../../model/path.ts";
import type { FileProblem } from "../../model/text-origin.ts";
import { parseJsonc } from "../../standards/jsonc.ts";
import type { LocatedDocument } from "../../standards/located-document.ts";
import type { LocatedProblem } from "../../standards/position.ts";
import { parseToml } from "../../standards/toml.ts";
import type { Scope } from "../reading.ts";
import { inFile, sourceText } from "../source-text.ts";
import type { SettingPath } from "./form.ts";

/** A file that holds settings, and where in it they are. */
export interface SettingsDocument {
  readonly file: AbsolutePath;
  readonly document: LocatedDocument;
  readonly path: SettingPath;
}

/** The settings of one place, and what of them could not be read. */
export interface FoundDocuments {
  readonly documents: readonly SettingsDocument[];
  readonly problems: readonly FileProblem[];
}

type Parse = (
  text: string,
) =>
  | { readonly ok: true; readonly document: LocatedDocument }
  | { readonly ok: false; readonly problem: LocatedProblem };

const NONE: FoundDocuments = { documents: [], problems: [] };

/** Files beside a project that are settings as a whole. */
export const SETTINGS_FILES: readonly string[] = ["burrow.toml", "burrow.json", "burrow.jsonc"];

/** The settings beside a project. More than one is a problem that names them all; the first one counts. */
export function projectDocuments(scope: Scope): FoundDocuments {
  const found = [
    ...SETTINGS_FILES.map((name) => wholeFile(join(scope.root, name), scope)),
    pyprojectTable(scope),
  ];
  const documents = found.flatMap((one) => one.documents);
  const problems = found.flatMap((one) => one.problems);
  const [first, second] = documents;
  if (first === undefined || second === undefined) return { documents, problems };
  const places = documents.map(({ file, document, path }) => {
    const table = path.length === 0 ? "" : ` [${path.join(".")}]`;
    return `\`${relative(scope.root, file)}:${document.whereKey(...path).line}\`${table}`;
  });
  const message = `there are settings in ${places.join(" and in ")}`;
  const hint = "keep one of them";
  const { file, document, path } = second;
  return {
    documents: [first],
    problems: [...problems, inFile(file, { message, hint, ...document.whereKey(...path) })],
  };
}

/** A file that is settings as a whole; nothing when it is absent. */
export function wholeFile(file: AbsolutePath, scope: Scope): FoundDocuments {
  const source = sourceText(file, scope);
  if (source.state === "absent") return NONE;
  if (source.state === "unreadable") return { documents: [], problems: [source.problem] };
  return parsedWith(baseName(file).endsWith(".toml") ? parseToml : parseJsonc, file, source.text, []);
}

/** `[tool.burrow]`. A `pyproject.toml` that cannot be read is told by the reader of goals. A text without the word is not parsed. */
function pyprojectTable(scope: Scope): FoundDocuments {
  const file = join(scope.root, "pyproject.toml");
  const source = sourceText(file, scope);
  if (source.state !== "text" || !source.text.includes("burrow")) return NONE;
  const found = parsedWith(parseToml, file, source.text, ["tool", "burrow"]);
  return found.documents.some(({ document, path }) => document.get(...path) !== undefined) ? found : NONE;
}

/** The settings of another tool's file: nothing when it does not speak of them, a problem when it does and is no JSON. */
export function foreignFile(file: AbsolutePath, path: readonly string[], scope: Scope): FoundDocuments {
  const source = sourceText(file, scope);
  if (source.state !== "text" || !path.every((part) => source.text.includes(part))) return NONE;
  const found = parsedWith(parseJsonc, file, source.text, path);
  return {
    ...found,
    documents: found.documents.filter(({ document }) => document.get(...path) !== undefined),
  };
}

function parsedWith(parse: Parse, file: AbsolutePath, text: string, path: SettingPath): FoundDocuments {
  const result = parse(text);
  return result.ok
    ? { documents: [{ file, document: result.document, path }], problems: [] }
    : { documents: [], problems: [inFile(file, result.problem)] };
}
