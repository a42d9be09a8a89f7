import { readGeneration } from "../survey/inspect/generation-record.ts";
import type { History, HistoryEntry } from "../model/history.ts";
import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { differenceOf, sizeOf } from "../plan/snapshot.ts";
import { siteAt, siteOf } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { readProjectSettings } from "./project-settings.ts";
import { settledEnvironment } from "./settled.ts";
import { showEnvironment } from "./show.ts";
import { statesOf } from "./kept-states.ts";
import { currentState } from "./states.ts";

/** What changed in an environment, when, by which command and for which project; what somebody else did since is noticed and kept. Throws `env/not-found`. */
export async function historyOf(context: Context, env?: string): Promise<History> {
  const prefix = await prefixOf(context, env);
  const site = siteAt(context.machine, prefix);
  const { settings } = await readProjectSettings(context, site.root);
  const now = settings.snapshots ? currentState(context, prefix) : undefined;
  const states = statesOf(context, prefix);
  const told = states.map((state, index) =>
    toldOf(state, states[index + 1], {
      current: state.id === now?.id,
      generation: isGeneration(state.label, site.generations),
    }),
  );
  const known = new Set(told.map(({ label }) => label));
  const others = site.generations.flatMap((number) => {
    if (known.has(String(number))) return [];
    const folder = join(site.root, ".burrow", "generations", site.name, String(number));
    const record = readGeneration(context.machine, folder);
    if (record === undefined) return [];
    const { createdAt: at, command, action, changes, pins } = record;
    const current = now === undefined && number === site.current;
    const label = String(number);
    const entry: HistoryEntry = {
      label,
      at,
      occasion: "change",
      current,
      action,
      command,
      changes: changes.map(({ name, from, to }) => ({
        name,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      })),
      distributions: pins.length,
      generation: true,
    };
    return [entry];
  });
  const entries = [...told, ...others].toSorted((one, other) => (one.at < other.at ? 1 : -1));
  return { prefix, entries };
}

/** What is no more still has its history, by the place where it was. */
async function prefixOf(context: Context, env: string | undefined): Promise<AbsolutePath> {
  try {
    return (await showEnvironment(context, env)).prefix;
  } catch (error) {
    if (!(error instanceof BurrowError) || error.code !== "env/not-found") throw error;
    const lost = env === undefined ? await ownLink(context) : join(context.cwd, env);
    if (statesOf(context, lost).length === 0) throw error;
    return lost;
  }
}

async function ownLink(context: Context): Promise<AbsolutePath> {
  const { root, backend, conda } = await readProjectGoal(context, {});
  return siteOf(context.machine, { root, name: conda?.name ?? "default", backend }).link;
}

function isGeneration(label: string | undefined, generations: readonly number[]): boolean {
  return label !== undefined && /^\d+$/u.test(label) && generations.includes(Number(label));
}

function toldOf(
  state: Snapshot,
  before: Snapshot | undefined,
  more: Pick<HistoryEntry, "current" | "generation">,
): HistoryEntry {
  const { label = "?", takenAt: at, occasion, action, command, project, installers } = state;
  return {
    label,
    at,
    occasion,
    ...(action !== undefined && { action }),
    ...(command !== undefined && { command }),
    ...(project && { project }),
    ...(installers && { installers }),
    ...(before && { changes: differenceOf(before, state) }),
    distributions: sizeOf(state),
    ...more,
  };
}

/** Puts an environment under watch: its state is written down, so that `history` tells what others change in it. Throws `env/not-found`. */
export async function track(context: Context, env?: string): Promise<{ readonly snapshot: Snapshot }> {
  const { prefix } = await settledEnvironment(context, env);
  const snapshot = currentState(context, prefix);
  if (snapshot === undefined) throw new TypeError(`no environment at ${prefix}`);
  return { snapshot };
}
