import type { OwnProject } from "../model/goal.ts";
import { join } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { normalizeName } from "../standards/name.ts";
import type { LocatedText } from "../standards/position.ts";
import { parseSetupCfg, type SetupCfg } from "../standards/setup-cfg.ts";
import { parseSetupPy, type SetupPy } from "../standards/setup-py.ts";
import type { AbsolutePath } from "../model/path.ts";
import { listed } from "./listed.ts";
import { NOTHING, together, type ProjectReading, type Reading, type Scope } from "./reading.ts";
import { readRequirementsFiles } from "./requirements-files.ts";
import { sourceText } from "./source-text.ts";

/** `setup.py` and `setup.cfg` of one project, as text. */
export interface SetupFiles {
  readonly cfg?: { readonly file: AbsolutePath; readonly says: SetupCfg };
  readonly py?: { readonly file: AbsolutePath; readonly says: SetupPy };
  readonly problems: Reading["problems"];
  /** Normalised names of the extras they offer. */
  readonly extras: readonly string[];
}

/** What pip builds with where no `[build-system]` says otherwise. */
const USUAL_BUILD = ["setuptools>=40.8.0"];

/** Reads what stands in the two files; neither is run. */
export function findSetupFiles(scope: Scope): SetupFiles {
  const cfgFile = join(scope.root, "setup.cfg");
  const pyFile = join(scope.root, "setup.py");
  const cfg = sourceText(cfgFile, scope);
  const py = sourceText(pyFile, scope);
  const cfgSays = cfg.state === "text" ? parseSetupCfg(cfg.text) : undefined;
  const pySays = py.state === "text" ? parseSetupPy(py.text) : undefined;
  return {
    ...(cfgSays && { cfg: { file: cfgFile, says: cfgSays } }),
    ...(pySays && { py: { file: pyFile, says: pySays } }),
    problems: [cfg, py].flatMap((source) => (source.state === "unreadable" ? [source.problem] : [])),
    extras: [...(cfgSays?.extras.keys() ?? []), ...(pySays?.extras.keys() ?? [])],
  };
}

/**
 * What a setuptools project without a `[project]` table asks for: `setup.cfg`, and what `setup.py` says in literals (which win, as at run time).
 * A `setup.py` makes the project itself something to install unless the caller knows better. What only running it would tell is a warning.
 */
export function readSetupFiles(
  { cfg, py, problems }: SetupFiles,
  extras: readonly string[],
  scope: Scope,
): ProjectReading {
  const from = (texts: readonly LocatedText[] | undefined, file: AbsolutePath | undefined): Reading =>
    texts && file !== undefined ? listed(texts, file, scope) : NOTHING;
  const requires = py?.says.requires ? from(py.says.requires, py.file) : fromCfg(cfg, scope);
  const computed =
    py?.says.unknown.filter((field) => field !== "name" && !(field === "python_requires")) ?? [];
  const unknown = requires === undefined || computed.includes("install_requires");
  const fields = computed.filter((field) => field !== "extras_require" || extras.length > 0);
  const chosen = extras.flatMap((extra) => [
    from(cfg?.says.extras.get(extra), cfg?.file),
    from(py?.says.extras.get(extra), py?.file),
  ]);
  const name = py?.says.name ?? cfg?.says.name;
  const python = py?.says.pythonRequires ? { text: py.says.pythonRequires, file: py.file } : cfgPython(cfg);
  const project: OwnProject | undefined = py && {
    root: scope.root,
    ...(name && { name: normalizeName(name.text) }),
    ...(!unknown && { requires: requires.requirements.map(({ text }) => text) }),
    buildRequires: USUAL_BUILD,
    dynamic: [],
    origin: { file: py.file, line: 1, column: 1 },
  };
  return {
    ...together([
      { ...NOTHING, problems, manifests: [cfg?.file, py?.file].filter((file) => file !== undefined) },
      requires ?? NOTHING,
      ...chosen,
      {
        ...NOTHING,
        warnings:
          py && fields.length > 0
            ? [reason("unknown-requirements", { path: py.file, fields: fields.join(", ") })]
            : [],
      },
    ]),
    ...(name && { name: name.text }),
    ...(python && {
      requiresPython: {
        specifier: python.text.text,
        origin: { file: python.file, line: python.text.line, column: python.text.column },
      },
    }),
    ...(project && { project }),
    groups: [],
    extras,
  };
}

/** Undefined when a file that it names is not there. */
function fromCfg(cfg: SetupFiles["cfg"], scope: Scope): Reading | undefined {
  if (cfg === undefined) return NOTHING;
  const { requires, requiresFiles } = cfg.says;
  if (requiresFiles.length === 0) return listed(requires ?? [], cfg.file, scope);
  return readRequirementsFiles(
    requiresFiles.map(({ text }) => join(scope.root, text)),
    scope,
  );
}

function cfgPython(
  cfg: SetupFiles["cfg"],
): { readonly text: LocatedText; readonly file: AbsolutePath } | undefined {
  return cfg?.says.pythonRequires && { text: cfg.says.pythonRequires, file: cfg.file };
}
