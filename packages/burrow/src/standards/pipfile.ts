import { parsePoetryConstraint } from "./poetry-constraint.ts";
import { normalizeName } from "./name.ts";
import type { LocatedProblem, LocatedText } from "./position.ts";
import { printable } from "./printable.ts";
import { MARKER_VARIABLES } from "./marker-term.ts";
import { stated, type RequirementPlace, type StatedRequirement } from "./table-requirement.ts";
import { pipfileIndexes, type IndexSource } from "./tool-indexes.ts";
import { isTable, parseToml, type TomlDocument } from "./toml.ts";
import type { TomlPath } from "./toml-positions.ts";
import { vcsAddress } from "./vcs-address.ts";

/** What a Pipfile (Pipenv) says. */
export interface Pipfile {
  readonly packages: readonly StatedRequirement[];
  /** `dev-packages` as `dev`, and its other categories; by normalised name. */
  readonly groups: ReadonlyMap<string, readonly StatedRequirement[]>;
  /** `[requires]` as a set of specifiers (PEP 440). */
  readonly requiresPython?: LocatedText;
  readonly indexes: readonly IndexSource[];
  readonly problems: readonly LocatedProblem[];
}

const VERSIONS = "write `*` or versions, such as `>=1,<2`";

/** Tables of a Pipfile that list no packages. */
const OTHERS: ReadonlySet<string> = new Set([
  "source",
  "packages",
  "requires",
  "scripts",
  "pipfile",
  "pipenv",
]);
const KEYS: ReadonlySet<string> = new Set([
  ..."version extras markers index git hg svn bzr ref subdirectory path file editable hashes".split(" "),
  ...MARKER_VARIABLES.keys(),
]);

/** Reads a Pipfile. Total: what is not understood is a problem and the rest stands. */
export function parsePipfile(text: string): Pipfile {
  const toml = parseToml(text);
  if (!toml.ok) return { packages: [], groups: new Map(), indexes: [], problems: [toml.problem] };
  const { document } = toml;
  const problems: LocatedProblem[] = [];
  const groups = new Map<string, readonly StatedRequirement[]>();
  for (const key of document.keys(problems).filter((name) => !OTHERS.has(name)))
    groups.set(key === "dev-packages" ? "dev" : normalizeName(key), readPackages(document, problems, key));
  const requiresPython = readRequires(document, problems);
  return {
    packages: readPackages(document, problems, "packages"),
    groups,
    ...(requiresPython && { requiresPython }),
    indexes: pipfileIndexes(document, problems),
    problems,
  };
}

function readRequires(document: TomlDocument, problems: LocatedProblem[]): LocatedText | undefined {
  const full = document.text(problems, "requires", "python_full_version");
  const short = document.text(problems, "requires", "python_version");
  if (full) return { ...full, text: `==${full.text}` };
  // `3` and `3.11` mean any Python that begins so.
  return (
    short && { ...short, text: /^\d+(?:\.\d+)?$/u.test(short.text) ? `==${short.text}.*` : `==${short.text}` }
  );
}

function readPackages(
  document: TomlDocument,
  problems: LocatedProblem[],
  table: string,
): readonly StatedRequirement[] {
  return document.keys(problems, table).flatMap((name) => {
    const path = [table, name];
    const value = document.get(...path);
    const read =
      typeof value === "string"
        ? build(document, name, path, value, {})
        : isTable(value)
          ? fromTable(document, name, path)
          : {
              message: `\`${printable(name)}\` is neither a version nor a table`,
              hint: VERSIONS,
              ...document.where(...path),
            };
    if (!("message" in read)) return [read];
    problems.push(read);
    return [];
  });
}

interface Details {
  readonly extras?: readonly string[];
  readonly markers?: readonly (string | undefined)[];
  readonly url?: string;
  readonly place?: RequirementPlace;
}

function fromTable(document: TomlDocument, name: string, path: TomlPath): StatedRequirement | LocatedProblem {
  const found: LocatedProblem[] = [];
  const keys = document.keys(found, ...path);
  const text = (key: string): string | undefined => document.text(found, ...path, key)?.text;
  const unknown = keys.find((key) => !KEYS.has(key));
  if (unknown !== undefined)
    return {
      message: `\`${printable(name)}\` has the unknown key \`${printable(unknown)}\``,
      hint: "mend the key, or leave it out",
      ...document.whereKey(...path, unknown),
    };
  const extras = document.texts(found, ...path, "extras")?.map((extra) => extra.text);
  const editable = document.get(...path, "editable") === true;
  const kind = ["git", "hg", "svn", "bzr"].find((one) => keys.includes(one));
  const file = text("file");
  const remote = file !== undefined && /^[a-z][a-z0-9+.-]+:\/\//iu.test(file);
  const local = text("path") ?? (remote ? undefined : file);
  const index = text("index");
  const url =
    kind === undefined
      ? remote
        ? file
        : undefined
      : vcsAddress(kind, text(kind) ?? "", { revision: text("ref"), subdirectory: text("subdirectory") });
  const place: RequirementPlace | undefined =
    local !== undefined
      ? { kind: "path", path: local, editable }
      : index === undefined
        ? undefined
        : { kind: "index", name: normalizeName(index) };
  const markers = [text("markers"), ...keys.filter(isVariable).map((key) => `${key} ${text(key) ?? ""}`)];
  const version = text("version") ?? "*";
  const [problem] = found;
  return (
    problem ??
    build(document, name, path, version, {
      ...(extras && { extras }),
      markers,
      ...(url !== undefined && { url }),
      ...(place && { place }),
    })
  );
}

/** Whether a key is a marker's variable; `extras` is a list of names here. */
export function isVariable(key: string): boolean {
  return MARKER_VARIABLES.has(key) && key !== "extras";
}

/** Pipenv's versions are those of PEP 440, and `*`. */
function build(
  document: TomlDocument,
  name: string,
  path: TomlPath,
  version: string,
  { extras = [], markers = [], url, place }: Details,
): StatedRequirement | LocatedProblem {
  const position = document.where(...path);
  const specifier = parsePoetryConstraint(version === "" ? "*" : version);
  if (!specifier.ok || /\^|\||~(?!=)/u.test(version))
    return { message: `\`${printable(version)}\` is not a set of version specifiers (PEP 440)`, ...position };
  return stated(
    {
      name,
      extras,
      specifier: String(specifier.value),
      markers,
      written: version,
      ...(url !== undefined && { url }),
      ...(place && { place }),
    },
    position,
  );
}
