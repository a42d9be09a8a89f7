import type { AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Registry, RememberedEnvironment } from "../model/registry.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { withActive, withDefault, without } from "../registry/changes.ts";
import { markOf, snapshotsIn } from "../registry/snapshots.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import type { Context } from "./context.ts";
import { lookAtMachine } from "./machine/machine.ts";
import { recollect, registryOf } from "./memory.ts";
import { rememberMachine } from "./machine/remember-machine.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/** What is done about a memory that fits the machine no more, in this order. */
export const STRATEGIES = ["rediscover", "choose-active", "drop-broken"] as const;

/** What one strategy came to. */
export interface Applied {
  readonly strategy: (typeof STRATEGIES)[number];
  readonly outcome: "applied" | "not-needed" | "failed";
  readonly did: readonly Reason[];
}

/** What recovering the memory came to. */
export interface MemoryRecovered {
  readonly strategies: readonly Applied[];
  /** Environments and interpreters that are remembered and well. */
  readonly healthy: number;
}

type Act = (context: Context, registry: Registry, dryRun: boolean) => Promise<readonly Reason[]>;

const ACTS: Readonly<Record<(typeof STRATEGIES)[number], Act>> = {
  rediscover,
  "choose-active": chooseActive,
  "drop-broken": dropBroken,
};

/**
 * Brings what burrow remembers back to what is there: looks for everything where nothing well is known, chooses the best environment where the active one is gone, and
 * keeps a snapshot (`cleanup_<id>`) of what is broken or gone before its reference is dropped. No file of an environment is touched. One strategy that fails does not stop the next.
 */
export async function recoverMemory(context: Context, dryRun: boolean): Promise<MemoryRecovered> {
  const strategies: Applied[] = [];
  for (const strategy of STRATEGIES) {
    const { registry } = await recollect(context);
    try {
      const did = await ACTS[strategy](context, registry, dryRun);
      strategies.push({ strategy, outcome: did.length > 0 ? "applied" : "not-needed", did });
    } catch (error) {
      context.signal.throwIfAborted();
      const detail = error instanceof Error ? error.message : String(error);
      strategies.push({ strategy, outcome: "failed", did: [reason("check-failed", { detail })] });
    }
  }
  return { strategies, healthy: healthyIn(context, (await recollect(context)).registry) };
}

function healthyIn(context: Context, { environments, interpreters }: Registry): number {
  const there = interpreters.filter(({ realPath }) => context.machine.target(realPath) !== undefined);
  return environments.filter((one) => isWell(context, one.prefix)).length + there.length;
}

function isWell({ machine }: Context, prefix: AbsolutePath): boolean {
  const environment = inspectEnvironment(machine, prefix);
  if (environment === undefined || environment.broken !== undefined) return false;
  // conda environments without Python exist, and are no worse for it.
  return environment.executable !== undefined || environment.kind === "conda";
}

async function rediscover(context: Context, registry: Registry, dryRun: boolean): Promise<readonly Reason[]> {
  if (healthyIn(context, registry) > 0) return [];
  if (dryRun) return [reason("would-rediscover", {})];
  const { survey } = await lookAtMachine(context);
  await rememberMachine(context, survey);
  const { environments, interpreters } = survey;
  if (environments.length + interpreters.length === 0) return [reason("no-python-at-all", {})];
  return [reason("rediscovered", { environments: environments.length, interpreters: interpreters.length })];
}

/** A virtual environment before a base; of several the one that was used last. */
async function chooseActive(
  context: Context,
  registry: Registry,
  dryRun: boolean,
): Promise<readonly Reason[]> {
  const active = registry.environments.find(({ id }) => id === registry.active);
  if (active !== undefined && isWell(context, active.prefix)) return [];
  const usable = registry.environments
    .filter(({ kind, prefix }) => kind !== "conda-base" && isWell(context, prefix))
    .toSorted(
      (one, other) =>
        Number(one.kind === "base") - Number(other.kind === "base") ||
        ((one.lastUsed ?? "") < (other.lastUsed ?? "") ? 1 : -1),
    );
  const [best] = usable;
  if (best !== undefined) {
    if (!dryRun) await registryOf(context).update((known) => withActive(known, best.id));
    return [reason("chose-active", { path: best.prefix })];
  }
  const python = registry.interpreters.find(({ realPath }) => context.machine.target(realPath) !== undefined);
  if (python === undefined || registry.default === python.executable) return [];
  if (!dryRun) await registryOf(context).update((known) => withDefault(known, python.executable));
  return [reason("chose-default", { path: python.executable })];
}

async function dropBroken(
  context: Context,
  { environments }: Registry,
  dryRun: boolean,
): Promise<readonly Reason[]> {
  const broken = environments.filter(({ prefix }) => !isWell(context, prefix));
  for (const one of dryRun ? [] : broken) {
    snapshotsIn(context.bench, context.folders.data).add(cleanupOf(context, one));
    await registryOf(context).update((known) => without(known, one.id));
  }
  return broken.map(({ id, prefix }) =>
    reason("dropped-reference", { path: prefix, snapshot: `cleanup_${id}` }),
  );
}

/** What is left of it, else what burrow remembers that it held. */
function cleanupOf(context: Context, one: RememberedEnvironment): Snapshot {
  const { machine, now } = context;
  const name = `cleanup_${one.id}`;
  const found = inspectEnvironment(machine, one.prefix);
  if (found !== undefined && found.distributions.length > 0)
    return takeSnapshot(context, found, { occasion: "asked", name });
  return {
    schema: 1,
    ...markOf(now(), { name }),
    occasion: "asked",
    environment: {
      prefix: one.prefix,
      kind: one.kind,
      managed: one.managed,
      ...(one.project && { project: one.project }),
    },
    platform: machine.platform,
    python: { version: one.version ?? "", implementation: "cpython", freeThreaded: false },
    distributions: Object.entries(one.distributions ?? {})
      .map(([distribution, version]) => ({ name: distribution, version, hashes: [] }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
