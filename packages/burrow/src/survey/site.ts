import { factOf } from "../machine/fact.ts";
import type { Machine } from "../machine/machine.ts";
import type { EnvironmentIdentity } from "../model/environment.ts";
import { ancestors, baseName, isInside, join, parent, type AbsolutePath } from "../model/path.ts";
import type { Occupant, Site } from "../model/survey.ts";
import { IGNORED } from "../plan/steps.ts";
import { child } from "./child.ts";
import { generationPlace } from "./inspect/generation-place.ts";
import { isUnfinished } from "./journals.ts";

/** Which of a project's environments is meant. */
export interface SiteRequest {
  readonly root: AbsolutePath;
  readonly name: string;
  readonly backend: "venv" | "conda";
  /** Where people look for it, when that is neither `.venv` nor below `.burrow/envs`. */
  readonly at?: AbsolutePath;
}

/** Reads the place where a project's own environment lives, or will. */
export function siteOf(machine: Machine, { root, name, backend, at }: SiteRequest): Site {
  const aside = join(root, ".burrow", "envs", name);
  const link = linkOf(machine, { root, name, backend, aside, at });
  const occupant = occupantOf(machine, root, link);
  const taken = occupant !== "nothing" && occupant !== "own-link";
  const current = generationBehind(machine, root, link) ?? generationBehind(machine, root, aside);
  return {
    root,
    isHome: root === machine.home,
    link,
    occupant,
    name,
    generations: generationsOf(machine, join(root, ".burrow", "generations", name)),
    ...(current !== undefined && { current }),
    unfinished: isUnfinished(machine, join(root, ".burrow")),
    writable: machine.writable(nearestThere(machine, root)),
    git: [root, ...ancestors(root)].some((folder) => machine.status(child(folder, ".git")) !== undefined),
    ignored: isIgnored(machine, root),
    facts: [factOf(machine, link), ...(taken ? [factOf(machine, aside)] : [])],
  };
}

/** An environment that was restored beside others has its link where the environment once stood. */
function linkOf(
  machine: Machine,
  {
    root,
    name,
    backend,
    aside,
    at,
  }: Pick<SiteRequest, "root" | "name" | "backend"> & {
    readonly aside: AbsolutePath;
    readonly at: AbsolutePath | undefined;
  },
): AbsolutePath {
  if (at !== undefined) return at;
  if (name === "default" && backend === "venv") return join(root, ".venv");
  const beside = join(root, name);
  return occupantOf(machine, root, beside) === "own-link" ? beside : aside;
}

/** The site of an environment by the path that people use, whether or not anything is there. */
export function siteAt(machine: Machine, prefix: AbsolutePath): Site {
  const real = machine.realPath(prefix);
  const generation = real && generationPlace(real);
  if (generation !== undefined) return siteOf(machine, { ...generation, backend: "venv" });
  const folder = parent(prefix);
  const name = baseName(prefix);
  if (name === ".venv") return siteOf(machine, { root: folder, name: "default", backend: "venv" });
  if (baseName(folder) === "envs" && baseName(parent(folder)) === ".burrow")
    return siteOf(machine, { root: parent(parent(folder)), name, backend: "venv" });
  return siteOf(machine, { root: folder, name, backend: "venv", at: prefix });
}

/** The site of an environment that burrow made, by the place of its generations and by what it is. */
export function siteOfMade(
  machine: Machine,
  { root, name }: Pick<SiteRequest, "root" | "name">,
  { kind }: Pick<EnvironmentIdentity, "kind">,
): Site {
  return siteOf(machine, { root, name, backend: kind === "conda" ? "conda" : "venv" });
}

/** The folder, or the nearest above it that is there: a script's is made with its environment. */
function nearestThere(machine: Machine, root: AbsolutePath): AbsolutePath {
  return [root, ...ancestors(root)].find((folder) => machine.status(folder) !== undefined) ?? root;
}

/** `.gitignore` has to be there, `.dockerignore` only counts when it is. */
function isIgnored(machine: Machine, root: AbsolutePath): boolean {
  return [".gitignore", ".dockerignore"].every((name) => {
    const lines = machine.readText(join(root, name))?.split(/\r?\n/u);
    return lines === undefined ? name === ".dockerignore" : IGNORED.every((line) => lines.includes(line));
  });
}

/** What stands at a path where burrow would put a link; its own links lead into the project's generations. */
export function occupantOf(machine: Machine, root: AbsolutePath, path: AbsolutePath): Occupant {
  const status = machine.status(path);
  if (status === undefined) return "nothing";
  if (status.kind === "folder") return "folder";
  if (status.kind !== "link") return "file";
  const target = linkTarget(machine, path);
  return target && isInside(target, join(root, ".burrow", "generations")) ? "own-link" : "foreign-link";
}

function linkTarget(machine: Machine, path: AbsolutePath): AbsolutePath | undefined {
  const text = machine.readLink(path);
  return text === undefined ? undefined : join(parent(path), text);
}

function generationBehind(machine: Machine, root: AbsolutePath, link: AbsolutePath): number | undefined {
  if (occupantOf(machine, root, link) !== "own-link") return undefined;
  const target = linkTarget(machine, link);
  const name = target && baseName(target);
  return name !== undefined && /^\d+$/u.test(name) ? Number(name) : undefined;
}

/** Folders whose names are numbers; a number that only links to the current generation was cleared away. */
function generationsOf(machine: Machine, folder: AbsolutePath): readonly number[] {
  return machine
    .list(folder)
    .filter(({ name, kind }) => kind === "folder" && /^\d+$/u.test(name))
    .map(({ name }) => Number(name))
    .toSorted((one, other) => one - other);
}
