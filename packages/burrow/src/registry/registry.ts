import type { Processes } from "../machine/processes.ts";
import type { Workbench } from "../machine/workbench.ts";
import { BurrowError } from "../model/error.ts";
import { absolute, type AbsolutePath, baseName, join } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { EMPTY_REGISTRY, type Registry } from "../model/registry.ts";
import type { LocatedProblem } from "../standards/position.ts";
import { makeDurableFolder } from "./durable-folder.ts";
import { patientLock } from "./patient-lock.ts";
import { readRegistry, registryText } from "./registry-file.ts";

/** What is remembered, and what had to be said about the file. */
export interface Recollection {
  readonly registry: Registry;
  readonly warnings: readonly Reason[];
}

/** The registry of this user: `registry.json` in burrow's data folder (0600), the version before beside it. */
export interface RegistryStore {
  /** What is remembered. A file that cannot be understood is set aside and the version before it is used; one of a newer burrow throws `registry/newer`. */
  read(): Promise<Recollection>;
  /**
   * Changes it, under a lock and from what the file holds at that moment, so that nothing that another process wrote is lost. A change that gives the same
   * object writes nothing. Durable when it returns. Throws `registry/…` and the system's errors; then the file is as it was.
   */
  update(change: (registry: Registry) => Registry): Promise<Recollection>;
}

/** A thousand environments take less than one; what is larger is no registry. */
const MOST_BYTES = 64 * 1024 ** 2;

/** Some ten seconds. */
const PATIENCE = 600;

type Loaded =
  | {
      readonly kind: "registry";
      readonly registry: Registry;
      readonly text?: string;
      /** The older schema that it was read from. */
      readonly former?: number;
    }
  | { readonly kind: "bad"; readonly problem: LocatedProblem };

/** The registry in a data folder. `patience` is how often a lock that is held is looked at again. */
export function registryIn(
  bench: Workbench,
  data: AbsolutePath,
  processes: Processes,
  { patience = PATIENCE }: { readonly patience?: number } = {},
): RegistryStore {
  const path = join(data, "registry.json");
  const before = absolute(`${path}.bak`);
  const lock = { folder: join(data, "registry.lock"), path, patience };

  const locked = async <Value>(act: () => Value): Promise<Value> => {
    makeDurableFolder(bench, data);
    const held = await patientLock(bench, processes, lock);
    try {
      sweep(bench, data);
      return act();
    } finally {
      held.release();
    }
  };
  /** Gives what is remembered and leaves a file that can be read, or none. */
  const settle = (): Recollection & Omit<Extract<Loaded, { kind: "registry" }>, "kind"> => {
    const loaded = load(bench, path);
    return loaded.kind === "registry"
      ? { ...loaded, warnings: [] }
      : setAside(bench, data, { path, before, problem: loaded.problem });
  };

  return {
    read: async () => {
      const loaded = load(bench, path);
      if (loaded.kind === "registry") return { registry: loaded.registry, warnings: [] };
      try {
        const { registry, warnings } = await locked(settle);
        return { registry, warnings };
      } catch {
        // Nobody may write here, or somebody else does it for long: what can be read is read.
        const registry = formerly(bench, before);
        const warning = reason("registry-unreadable", told(path, loaded.problem, registry));
        return { registry: registry ?? EMPTY_REGISTRY, warnings: [warning] };
      }
    },
    update: (change) =>
      locked(() => {
        const { registry, warnings, text, former } = settle();
        const next = change(registry);
        if (next === registry && former === undefined) return { registry, warnings };
        if (former !== undefined) keep(bench, path, freeName(bench, data, `registry.schema-${former}`));
        if (text !== undefined) bench.writeFile(before, text, 0o600);
        bench.writeFile(path, registryText(next), 0o600);
        bench.syncFolder(data);
        return { registry: next, warnings };
      }),
  };
}

function load(bench: Workbench, path: AbsolutePath): Loaded {
  const text = bench.readText(path, MOST_BYTES);
  if (text === undefined) {
    if (bench.status(path) !== undefined) throw unreadable(path);
    return { kind: "registry", registry: EMPTY_REGISTRY };
  }
  const read = readRegistry(text);
  if (read.kind === "newer") throw newer(path, read.schema);
  return read.kind === "bad" ? read : { ...read, text };
}

function formerly(bench: Workbench, before: AbsolutePath): Registry | undefined {
  const text = bench.readText(before, MOST_BYTES);
  const read = text === undefined ? undefined : readRegistry(text);
  return read?.kind === "registry" ? read.registry : undefined;
}

/** Keeps what cannot be read under another name, and puts the version before into its place. There is no moment without a file. */
function setAside(
  bench: Workbench,
  data: AbsolutePath,
  {
    path,
    before,
    problem,
  }: { readonly path: AbsolutePath; readonly before: AbsolutePath; readonly problem: LocatedProblem },
): Recollection {
  const registry = formerly(bench, before);
  const aside = freeName(bench, data, "registry.unreadable");
  keep(bench, path, aside);
  if (registry === undefined) {
    keep(bench, before, freeName(bench, data, "registry.unreadable"));
    bench.removeFile(path);
  } else bench.writeFile(path, registryText(registry), 0o600);
  bench.syncFolder(data);
  const params = { ...told(path, problem, registry), aside: baseName(aside) };
  return { registry: registry ?? EMPTY_REGISTRY, warnings: [reason("registry-set-aside", params)] };
}

/** Keeps a file's very bytes under another name. */
function keep(bench: Workbench, path: AbsolutePath, as: AbsolutePath): void {
  const bytes = bench.readBytes(path, MOST_BYTES);
  if (bytes !== undefined) bench.writeFile(as, bytes, 0o600);
}

/** Removes what a process left that was killed while it wrote; whoever holds the lock is the only writer. */
function sweep(bench: Workbench, data: AbsolutePath): void {
  for (const name of bench.names(data))
    if (/^registry\.[\w.-]+\.tmp$/u.test(name)) bench.removeFile(join(data, name));
}

function freeName(bench: Workbench, data: AbsolutePath, stem: string): AbsolutePath {
  for (let number = 1; ; number += 1) {
    const path = join(data, number === 1 ? `${stem}.json` : `${stem}-${number}.json`);
    if (bench.status(path) === undefined) return path;
  }
}

function told(path: AbsolutePath, { line, message }: LocatedProblem, registry: Registry | undefined) {
  const instead = registry === undefined ? "an empty one" : "the version before it";
  return { path, line, detail: message, instead };
}

function newer(path: AbsolutePath, schema: string): BurrowError {
  return new BurrowError("registry/newer", `\`${path}\` is of a newer burrow`, {
    because: `its schema is ${schema} and this burrow reads up to 1; it was not touched`,
    hint: "npm install --global pyburrow",
  });
}

function unreadable(path: AbsolutePath): BurrowError {
  return new BurrowError("registry/unreadable", `\`${path}\` cannot be read`, {
    because: "this user may not, or it is no regular file; it was not touched",
    hint: `ls -l ${path}`,
  });
}
