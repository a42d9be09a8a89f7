import type { Machine } from "../machine/machine.ts";
import { baseName, type AbsolutePath } from "../model/path.ts";
import { child } from "./child.ts";
import { skippedBelow, type Root } from "./locators/home.ts";
import { redirected } from "./redirected.ts";
import type { SurveyMemory } from "./memory/survey-memory.ts";
import type { Places } from "./places.ts";
import { hasActivate } from "./signs.ts";

/** What is walked, and what is passed by. */
export interface WalkRequest {
  readonly roots: readonly Root[];
  readonly ignore: readonly AbsolutePath[];
  /** Folders that are looked into at most. */
  readonly most: number;
}

/** What a walk came to beside the places that it found. */
export interface Walked {
  readonly folders: number;
  /** Whether there was more than it may look into. */
  readonly bounded: boolean;
  /** Folders of projects. */
  readonly projects: readonly AbsolutePath[];
  /** Folders in which burrow keeps what belongs to a project. */
  readonly burrows: readonly AbsolutePath[];
}

/** A folder to look into, and how many levels below it. */
interface Step {
  readonly path: AbsolutePath;
  readonly left: number;
  readonly root: boolean;
}

/** Levels below a hidden folder of a project (`.claude/worktrees/x/.venv`), and below one of home itself. */
const HIDDEN = 4;
const HIDDEN_AT_HOME = 2;

/** Parts of an environment, which hold no others. */
const PARTS: ReadonlySet<string> = new Set(
  "bin lib lib64 include share etc man sbin ssl libexec var conda-meta condabin pkgs compiler_compat shell Scripts Lib Include Library DLLs Tools tcl".split(
    " ",
  ),
);

/** Names that a project gives to its environment: a link of such a name that leads nowhere led to one. */
const USUAL = /^(?:\.venv|venv|env)$/u;

/** Folders between two turns of the event loop. */
const TURN = 256;

/**
 * Looks through the folders below the roots, nearest first, each once, and notes what may be an environment. Inside of one nothing is
 * looked for, but in a project's folder that is one itself, and where conda keeps those of its base. A link is followed to an environment,
 * and right below a root also to more folders. Folders that are as they were are not listed again. Rejects only when the signal aborts.
 */
export async function walk(
  machine: Machine,
  { roots, ignore, most }: WalkRequest,
  {
    places,
    memory,
    signal,
  }: { readonly places: Places; readonly memory: SurveyMemory; readonly signal: AbortSignal },
): Promise<Walked> {
  const passed = new Set([...skippedBelow(machine), ...ignore]);
  const visited = new Set<AbsolutePath>();
  const projects: AbsolutePath[] = [];
  const burrows: AbsolutePath[] = [];
  const links: Step[] = [];
  const queue: Step[] = [];
  for (const { path, depth } of roots) {
    const real = ignore.includes(path) ? undefined : machine.realPath(path);
    if (real === undefined) continue;
    passed.delete(real);
    queue.push({ path: real, left: depth, root: true });
  }

  const look = ({ path, left, root }: Step) => {
    const { seen, entries } = memory.glimpse(path);
    const { environment, project } = seen;
    const found = environment === "certain" || (environment === "likely" && hasActivate(machine, path));
    if (found) places.add(path, path, entries);
    if (project) projects.push(path);
    const only = found && !project && !root ? "envs" : undefined;
    const isOf = (name: string) => (only !== undefined ? name === only : !(found && PARTS.has(name)));
    for (const name of seen.links)
      if (isOf(name)) links.push({ path: child(path, name), left: root ? left - 1 : 0, root: false });
    if (left <= 0) return;
    for (const name of seen.folders) {
      if (!isOf(name)) continue;
      const at = child(path, name);
      if (passed.has(at)) continue;
      if (name === ".burrow") burrows.push(at);
      else
        queue.push({
          path: at,
          left: only === undefined ? below(machine, path, name, left) : 1,
          root: false,
        });
    }
  };

  const follow = ({ path, left }: Step) => {
    const real = machine.realPath(redirected(machine, path));
    if (real === undefined && USUAL.test(baseName(path))) places.lost(path);
    if (real === undefined) return;
    if (places.has(real)) places.add(path, real);
    else if (!visited.has(real) && !passed.has(real)) {
      visited.add(real);
      look({ path: real, left, root: false });
      if (places.has(real)) places.add(path, real);
    }
  };

  let folders = 0;
  let next = 0;
  let nextLink = 0;
  for (;;) {
    const step = queue[next];
    const link = step === undefined ? links[nextLink] : undefined;
    if (step !== undefined) {
      next += 1;
      if (visited.has(step.path)) continue;
      visited.add(step.path);
      look(step);
    } else if (link === undefined) break;
    else {
      nextLink += 1;
      follow(link);
    }
    folders += 1;
    if (folders >= most) break;
    if (folders % TURN === 0) await turn(signal);
  }
  return { folders, bounded: folders >= most, projects, burrows };
}

function below(machine: Machine, folder: AbsolutePath, name: string, left: number): number {
  if (!name.startsWith(".")) return left - 1;
  if (folder !== machine.home) return Math.min(left - 1, HIDDEN);
  return name === ".local" ? HIDDEN : HIDDEN_AT_HOME;
}

/** Lets others have their turn. */
async function turn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
