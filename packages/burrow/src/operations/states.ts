import type { Environment } from "../model/environment.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Snapshot, SnapshotPackage } from "../model/snapshot.ts";
import { snapshotPackages } from "../plan/conda/conda-snapshot.ts";
import { pipsIn } from "../plan/conda/pips.ts";
import { installedIn } from "../plan/installed.ts";
import { sameContent } from "../plan/snapshot.ts";
import { snapshotsIn } from "../registry/snapshots.ts";
import { withInstallers } from "../survey/installers.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import type { Context } from "./context.ts";
import { keepState, whenPossible } from "./kept-states.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/**
 * The state that an environment is in. When it is not the one that was recorded last, somebody else has changed it, and what they did is kept as a state of its own.
 * Half of a change of burrow's is no state. Undefined where no environment is, and where none was recorded yet for that.
 */
export function currentState(context: Context, prefix: AbsolutePath): Snapshot | undefined {
  const environment = inspectEnvironment(context.machine, prefix);
  if (environment === undefined) return undefined;
  const latest = snapshotsIn(context.bench, context.folders.data).latest(prefix);
  if (environment.broken?.code === "unfinished-journal") return latest; // nobody's state
  const found = takeSnapshot(context, environment, { occasion: latest === undefined ? "found" : "by-hand" });
  if (latest === undefined) return keepState(context, { ...found, label: labelOf(found, latest) });
  if (sameContent(latest, found)) return latest;
  const installers = strangers(context, environment, latest);
  const state = { ...found, label: labelOf(found, latest), ...(installers.length > 0 && { installers }) };
  return keepState(context, state);
}

/** Records the state that a change of burrow's has led to, as it was read just now. What cannot be written down is told and does not undo what was done. */
export function recordState(
  context: Context,
  environment: Environment,
  about: { readonly action: string; readonly project?: AbsolutePath; readonly installed?: readonly Pin[] },
): void {
  const { action, project, installed } = about;
  const { prefix } = environment;
  whenPossible(context, prefix, () => {
    const { bench, folders, command } = context;
    const latest = snapshotsIn(bench, folders.data).latest(prefix);
    const said = { occasion: "change", command, action, ...(project && { project }) } as const;
    const state = takeSnapshot(context, environment, said, installed);
    keepState(context, { ...state, label: labelOf(state, latest) });
  });
}

/** Records the state that is about to be left. */
export function recordBefore(context: Context, prefix: AbsolutePath): void {
  whenPossible(context, prefix, () => currentState(context, prefix));
}

/** The generation's number; what else changed it since gets a letter. Without generations the states are counted. */
function labelOf({ environment, occasion }: Snapshot, latest: Snapshot | undefined): string {
  const { generation } = environment;
  const [, number = "0", letters = ""] = /^(\d+)([a-z]*)$/u.exec(latest?.label ?? "") ?? [];
  if (generation === undefined) return String(Number(number) + 1);
  if (occasion !== "by-hand") return String(generation);
  return `${generation}${number === String(generation) ? lettersAfter(letters) : "a"}`;
}

/** `a` … `z`, `za` …: sorted as they come. */
function lettersAfter(letters: string): string {
  const last = letters.at(-1);
  if (last === undefined || last === "z") return `${letters}a`;
  return letters.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) + 1);
}

/** Who put there what was not there before, as INSTALLER says, and of conda's packages conda; nobody where only something went. */
function strangers(context: Context, environment: Environment, latest: Snapshot): readonly string[] {
  const before = new Map(latest.distributions.map(({ name, version }) => [name, version]));
  const packages = new Set(latest.conda?.packages.map(titleOf));
  const named = withInstallers(context.machine, environment);
  const changed = [...pipsIn(named, installedIn(named)).values()].filter(
    ({ name, version, inherited }) => !inherited && before.get(name) !== version,
  );
  const condas = snapshotPackages(environment).filter((one) => !packages.has(titleOf(one)));
  const installers = changed.flatMap(({ installer }) => installer ?? []);
  return [...new Set([...installers, ...(condas.length > 0 ? ["conda"] : [])])].toSorted();
}

function titleOf({ name, version, build }: SnapshotPackage): string {
  return `${name}-${version}-${build}`;
}
