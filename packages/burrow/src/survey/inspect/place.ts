import type { Machine } from "../../machine/machine.ts";
import type { EnvironmentKind } from "../../model/environment.ts";
import { absolute, baseName, isAbsolute, join, parent, type AbsolutePath } from "../../model/path.ts";
import { pipenvHash } from "../locators/path-hash.ts";
import { RYE_MARK } from "../locators/rye.ts";
import type { Form } from "./form.ts";
import { generationPlace } from "./generation-place.ts";
import { hasPipfile, type KnownPlace, type Learned } from "./learned.ts";

/** What the place of a prefix, and what its maker left there, tell of who it belongs to. */
export interface Place {
  readonly kind: EnvironmentKind;
  /** The tool that governs it in its own folders. */
  readonly governor?: string;
  readonly project?: AbsolutePath;
}

/** Reads the place of a real prefix. */
export function placeOf(machine: Machine, realPrefix: AbsolutePath, form: Form, learned: Learned): Place {
  if (form.type === "base") return { kind: "base" };
  if (form.conda !== undefined) return condaPlace(realPrefix, form.conda, learned);
  const generation = generationPlace(realPrefix);
  if (generation !== undefined) return { kind: makerOf(form), project: generation.root };
  return (
    toolPlace(machine, realPrefix, form, learned) ?? {
      kind: makerOf(form),
      ...project(realPrefix, learned),
    }
  );
}

function makerOf({ cfg, unmarked }: Form): EnvironmentKind {
  if (cfg?.uv !== undefined) return "uv";
  if (cfg === undefined) return unmarked === true ? "venv" : "virtualenv";
  return cfg.virtualenv !== undefined ? "virtualenv" : "venv";
}

function condaPlace(
  realPrefix: AbsolutePath,
  { base, pixi }: NonNullable<Form["conda"]>,
  learned: Learned,
): Place {
  const folder = parent(parent(realPrefix));
  const own = baseName(folder) === ".pixi" && baseName(parent(realPrefix)) === "envs";
  const place = learned.toolAt(realPrefix);
  if (pixi || own || place?.kind === "pixi")
    return { kind: "pixi", governor: "pixi", ...(own && place === undefined && { project: parent(folder) }) };
  const generation = generationPlace(realPrefix);
  if (generation !== undefined) return { kind: "conda", project: generation.root };
  if (base) return { kind: "conda-base" };
  return { kind: "conda", ...(baseName(parent(realPrefix)) === "envs" ? {} : project(realPrefix, learned)) };
}

/** Places and leftovers of the tools that keep environments of their own; the first that fits. */
function toolPlace(
  machine: Machine,
  realPrefix: AbsolutePath,
  { names }: Form,
  learned: Learned,
): Place | undefined {
  const above = parent(realPrefix);
  if (names.has("pipx_metadata.json")) return { kind: "pipx", governor: "pipx" };
  if (names.has("uv-receipt.toml")) return { kind: "uv-tool", governor: "uv tool" };
  if (baseName(above) === ".tox") return { kind: "tox", governor: "tox", project: parent(above) };
  if (baseName(above) === ".nox") return { kind: "nox", governor: "nox", project: parent(above) };
  const known = learned.toolAt(realPrefix);
  if (known !== undefined) return knownPlace(machine, realPrefix, known, learned);
  if (names.has(RYE_MARK)) return { kind: "rye", ...project(realPrefix, learned) };
  // pipenv leaves `.project` in a project's own folder too; there only a Pipfile tells it from others.
  const told = names.has(".project") ? projectFile(machine, realPrefix) : undefined;
  return told !== undefined && hasPipfile(machine, told) ? { kind: "pipenv", project: told } : undefined;
}

function knownPlace(
  machine: Machine,
  realPrefix: AbsolutePath,
  { kind, governor, hash }: KnownPlace,
  learned: Learned,
): Place {
  const told = projectFile(machine, realPrefix);
  const owner = told ?? (hash && learned.projectOf(realPrefix, hash));
  const place: Place = { kind, ...(governor && { governor }), ...(owner && { project: owner }) };
  // Only the hash that pipenv puts into a name tells its environments from those of virtualenvwrapper in the same folder.
  if (kind !== "virtualenvwrapper") return place;
  const piped = owner !== undefined && isPipenvs(machine, realPrefix, owner);
  return piped ? { ...place, kind: "pipenv" } : place;
}

function isPipenvs(machine: Machine, realPrefix: AbsolutePath, owner: AbsolutePath): boolean {
  return (
    hasPipfile(machine, owner) ||
    pipenvHash.read(realPrefix).some(({ hash }) => hash === pipenvHash.of(owner, machine.platform.os))
  );
}

/** The file `.project` of pipenv and virtualenvwrapper: the project's path. */
function projectFile(machine: Machine, prefix: AbsolutePath): AbsolutePath | undefined {
  const text = machine.readText(join(prefix, ".project"), 4096)?.trim();
  return text !== undefined && isAbsolute(text) ? absolute(text) : undefined;
}

/** The nearest project whose tree the prefix lies in. */
function project(prefix: AbsolutePath, learned: Learned): { readonly project?: AbsolutePath } {
  const found = learned.projectAbove(prefix);
  return found === undefined ? {} : { project: found };
}
