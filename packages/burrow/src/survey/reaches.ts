import type { Machine } from "../machine/machine.ts";
import type { Environment } from "../model/environment.ts";
import { absolute, isAbsolute, join, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { CandidateOrigin, Reach } from "../model/survey.ts";
import type { LookAt } from "./look-at.ts";
import { enclosingFolders, isCondaProject, isProject } from "./marks.ts";
import { ownPlaces, type OwnPlace } from "./own-places.ts";
import { workspaceOf } from "./workspace.ts";

/** A way that was gone, with what was found at its end. */
export interface Reached {
  readonly reach: Reach;
  readonly environment?: Environment;
}

/** What somebody pointed at: it is a reach even when nothing is there. */
export function reachPointed(lookAt: LookAt, origin: CandidateOrigin, path: AbsolutePath): Reached {
  return (
    reachAt(lookAt, origin, path) ?? {
      reach: { origin, path, problem: reason("not-an-environment", { path }) },
    }
  );
}

/** What is remembered and still there. */
export function reachRemembered(
  lookAt: LookAt,
  origin: CandidateOrigin,
  ...paths: readonly (AbsolutePath | undefined)[]
): readonly Reached[] {
  return paths.flatMap((path) => (path === undefined ? [] : (reachAt(lookAt, origin, path) ?? [])));
}

/** The project's own environment: the first place that holds one, and what stood at places before that should have held one. */
export function reachOwn(
  machine: Machine,
  lookAt: LookAt,
  root: AbsolutePath,
  siteName: string,
): readonly Reached[] {
  const first = firstOf(lookAt, "own", ownPlaces(machine, root, siteName));
  const own = [...first, ...besideBuilt(lookAt, root, siteName, first)];
  if (siteName !== "default" || own.some(({ environment }) => environment !== undefined)) return own;
  const workspace = workspaceOf(machine, root);
  return workspace === undefined
    ? own
    : [...own, ...firstOf(lookAt, "own", [{ path: join(workspace, ".venv"), certain: true }])];
}

/** Where burrow built beside a `.venv` of somebody else's, that is the project's own too: it may be adopted. */
function besideBuilt(
  lookAt: LookAt,
  root: AbsolutePath,
  siteName: string,
  own: readonly Reached[],
): readonly Reached[] {
  if (siteName !== "default") return [];
  const built = join(root, ".burrow", "envs", siteName);
  if (!own.some(({ reach, environment }) => reach.path === built && environment !== undefined)) return [];
  const link = join(root, ".venv");
  if (own.some(({ reach }) => reach.path === link)) return [];
  const beside = reachAt(lookAt, "own", link);
  return beside === undefined ? [] : [beside];
}

/** The environment of the nearest project around this one that has both an environment and a mark; for a goal of conda's, those that burrow made there come first. */
export function reachEnclosing(
  machine: Machine,
  lookAt: LookAt,
  root: AbsolutePath,
  backend: "venv" | "conda",
): readonly Reached[] {
  const isMarked = backend === "conda" ? isCondaProject : isProject;
  for (const project of enclosingFolders(machine, root)) {
    const built = backend === "conda" ? namedPlaces(machine, project) : [];
    const usual = [".venv", "venv", "env"].map((name) => join(project, name));
    const places = [...built, ...usual].map((path) => ({ path, certain: false }));
    // The folder is listed last: one that much comes into, such as the temporary one, is asked for no more than it must.
    if (places.every(({ path }) => machine.status(path) === undefined) || !isMarked(machine, project))
      continue;
    const reached = firstOf(lookAt, "enclosing", places);
    if (reached.length > 0) return reached.map((one) => ({ ...one, reach: { ...one.reach, project } }));
  }
  return [];
}

/** Where burrow's named environments of a project are: conda's are among them. */
function namedPlaces(machine: Machine, project: AbsolutePath): readonly AbsolutePath[] {
  const folder = join(project, ".burrow", "envs");
  return machine
    .list(folder)
    .map(({ name }) => join(folder, name))
    .toSorted();
}

/** The environments that the shell has switched on, the venv before conda's. */
export function reachActive({ env }: Machine, lookAt: LookAt): readonly Reached[] {
  return [env["VIRTUAL_ENV"], env["CONDA_PREFIX"]]
    .filter((path): path is string => path !== undefined && isAbsolute(path))
    .map((path) => reachPointed(lookAt, "active", absolute(path)));
}

function firstOf(lookAt: LookAt, origin: CandidateOrigin, places: readonly OwnPlace[]): readonly Reached[] {
  const reached: Reached[] = [];
  for (const { path, certain } of places) {
    const one = reachAt(lookAt, origin, path);
    if (one === undefined) continue;
    const failed = one.reach.problem?.code === "analysis-failed";
    if (one.environment !== undefined || certain || failed) reached.push(one);
    if (one.environment !== undefined) break;
  }
  return reached;
}

function reachAt(lookAt: LookAt, origin: CandidateOrigin, path: AbsolutePath): Reached | undefined {
  const look = lookAt(path);
  if (look.kind === "nothing") return undefined;
  if (look.kind === "problem") return { reach: { origin, path, problem: look.problem } };
  const { environment } = look;
  return { reach: { origin, path, realPrefix: environment.realPrefix }, environment };
}
