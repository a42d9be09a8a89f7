import type { Machine } from "../../machine/machine.ts";
import type { EnvironmentKind } from "../../model/environment.ts";
import {
  absolute,
  ancestors,
  baseName,
  isAbsolute,
  isInside,
  join,
  parent,
  type AbsolutePath,
} from "../../model/path.ts";
import { enclosingFolders, isProject } from "../marks.ts";
import type { Form } from "./form.ts";
import { generationPlace } from "./generation.ts";

/** What the place of a prefix, and what its maker left there, tell of who it belongs to. */
export interface Place {
  readonly kind: EnvironmentKind;
  /** The tool that governs it in its own folders. */
  readonly governor?: string;
  readonly project?: AbsolutePath;
}

/** Reads the place of a real prefix. */
export function placeOf(machine: Machine, realPrefix: AbsolutePath, form: Form): Place {
  if (form.type === "base") return { kind: "base" };
  if (form.conda !== undefined) return condaPlace(machine, realPrefix, form.conda);
  const generation = generationPlace(realPrefix);
  if (generation !== undefined) return { kind: makerOf(form), project: generation.root };
  return toolPlace(machine, realPrefix) ?? { kind: makerOf(form), ...project(machine, realPrefix) };
}

function makerOf({ cfg }: Form): EnvironmentKind {
  if (cfg?.uv !== undefined) return "uv";
  return cfg === undefined || cfg.virtualenv !== undefined ? "virtualenv" : "venv";
}

function condaPlace(
  machine: Machine,
  realPrefix: AbsolutePath,
  { base, pixi }: NonNullable<Form["conda"]>,
): Place {
  const folder = parent(parent(realPrefix));
  if (pixi || baseName(folder) === ".pixi")
    return {
      kind: "pixi",
      governor: "pixi",
      ...(baseName(folder) === ".pixi" && { project: parent(folder) }),
    };
  const generation = generationPlace(realPrefix);
  if (generation !== undefined) return { kind: "conda", project: generation.root };
  if (base) return { kind: "conda-base" };
  return { kind: "conda", ...(baseName(parent(realPrefix)) === "envs" ? {} : project(machine, realPrefix)) };
}

/** Places and leftovers of the tools that keep environments of their own; the first that fits. */
function toolPlace(machine: Machine, realPrefix: AbsolutePath): Place | undefined {
  const names = new Set(machine.list(realPrefix).map(({ name }) => name));
  const above = parent(realPrefix);
  if (names.has("pipx_metadata.json")) return { kind: "pipx", governor: "pipx" };
  if (names.has("uv-receipt.toml")) return { kind: "uv-tool", governor: "uv tool" };
  if (baseName(above) === ".tox") return { kind: "tox", governor: "tox", project: parent(above) };
  if (baseName(above) === ".nox") return { kind: "nox", governor: "nox", project: parent(above) };
  const chain = ancestors(realPrefix);
  const known = knownPlaces(machine).find(({ folder, depth }) => {
    const at = chain[depth - 1];
    return at !== undefined && (at === folder || at === machine.realPath(folder));
  });
  if (known === undefined) return undefined;
  const { kind, governor } = known;
  const told = projectFile(machine, realPrefix);
  // Only the hash that pipenv puts into a name tells its environments from those of virtualenvwrapper in the same folder.
  const pipenv =
    kind === "virtualenvwrapper" && /-[\w-]{8}$/u.test(baseName(realPrefix)) && told !== undefined;
  return { kind: pipenv ? "pipenv" : kind, ...(governor && { governor }), ...(told && { project: told }) };
}

interface KnownPlace {
  readonly folder: AbsolutePath;
  /** How many folders above a prefix it is. */
  readonly depth: number;
  readonly kind: EnvironmentKind;
  readonly governor?: string;
}

/** The folders of each tool, from its documentation: the variable that moves it, else the platform's usual place. */
function knownPlaces({ home, env, platform }: Machine): readonly KnownPlace[] {
  const at = (value: string | undefined, ...otherwise: readonly string[]) =>
    value !== undefined && isAbsolute(value) ? absolute(value) : join(home, ...otherwise);
  const macos = platform.os === "macos";
  const windows = platform.os === "windows";
  const data = macos
    ? join(home, "Library/Application Support")
    : windows
      ? at(env["LOCALAPPDATA"], "AppData", "Local")
      : at(env["XDG_DATA_HOME"], ".local/share");
  const cache = macos ? join(home, "Library/Caches") : windows ? data : at(env["XDG_CACHE_HOME"], ".cache");
  return [
    {
      kind: "pipx",
      governor: "pipx",
      depth: 1,
      folder: at(env["PIPX_HOME"] && `${env["PIPX_HOME"]}/venvs`, ".local/share/pipx/venvs"),
    },
    { kind: "pipx", governor: "pipx", depth: 1, folder: join(home, ".local/pipx/venvs") },
    {
      kind: "uv-tool",
      governor: "uv tool",
      depth: 1,
      folder: env["UV_TOOL_DIR"]
        ? at(env["UV_TOOL_DIR"])
        : at(env["XDG_DATA_HOME"] && `${env["XDG_DATA_HOME"]}/uv/tools`, ".local/share/uv/tools"),
    },
    {
      kind: "hatch",
      governor: "hatch",
      depth: 3,
      folder: env["HATCH_DATA_DIR"]
        ? join(at(env["HATCH_DATA_DIR"]), "env/virtual")
        : join(data, "hatch/env/virtual"),
    },
    {
      kind: "poetry",
      governor: "poetry",
      depth: 1,
      folder: at(env["POETRY_VIRTUALENVS_PATH"], join(cache, "pypoetry/virtualenvs")),
    },
    { kind: "pdm", governor: "pdm", depth: 1, folder: join(data, "pdm/venvs") },
    { kind: "pyenv-virtualenv", depth: 3, folder: join(at(env["PYENV_ROOT"], ".pyenv"), "versions") },
    { kind: "virtualenvwrapper", depth: 1, folder: at(env["WORKON_HOME"], ".virtualenvs") },
    { kind: "virtualenvwrapper", depth: 1, folder: join(home, ".local/share/virtualenvs") },
  ];
}

/** The file `.project` of pipenv and virtualenvwrapper: the project's path. */
function projectFile(machine: Machine, prefix: AbsolutePath): AbsolutePath | undefined {
  const text = machine.readText(join(prefix, ".project"), 4096)?.trim();
  return text !== undefined && isAbsolute(text) ? absolute(text) : undefined;
}

/** The nearest project whose tree the prefix lies in. */
function project(machine: Machine, prefix: AbsolutePath): { readonly project?: AbsolutePath } {
  const found = enclosingFolders(machine, prefix).find((folder) => isProject(machine, folder));
  return found === undefined || !isInside(prefix, found) ? {} : { project: found };
}
