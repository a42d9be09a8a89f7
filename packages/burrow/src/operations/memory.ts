import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, isInside, join } from "../model/path.ts";
import type { Policy } from "../model/policy.ts";
import { reason } from "../model/reason.ts";
import { EMPTY_REGISTRY, placeOf, type Registry, type RememberedEnvironment } from "../model/registry.ts";
import { type Recollection, registryIn, type RegistryStore } from "../registry/registry.ts";
import type { Context } from "./context.ts";

/** The registry of this user. */
export function registryOf({
  bench,
  folders,
  processes,
}: Pick<Context, "bench" | "folders" | "processes">): RegistryStore {
  return registryIn(bench, folders.data, processes);
}

/** What is remembered, for who only wants to know: a registry that cannot be read at all is a warning. */
export async function recollect(context: Context): Promise<Recollection> {
  try {
    return await registryOf(context).read();
  } catch (cause) {
    if (!(cause instanceof BurrowError)) throw cause;
    const path = join(context.folders.data, "registry.json");
    const detail = cause.because ?? cause.message;
    const warning = reason("registry-unreadable", { path, line: 1, detail, instead: "an empty one" });
    return { registry: EMPTY_REGISTRY, warnings: [warning] };
  }
}

/** The environments that a project reaches because burrow remembers them, by how it reaches them. Paths as people use them. */
export interface Reachable {
  /** The one of somebody else's that this project used last. */
  readonly tenant?: AbsolutePath;
  /** The one that `burrow use` chose outside of projects. */
  readonly chosen?: AbsolutePath;
  /** Those of burrow's own that belong to no project. */
  readonly shared: readonly AbsolutePath[];
  /** All others. */
  readonly machine: readonly AbsolutePath[];
}

/** What a project in `root` reaches by memory. Nothing is looked at here. */
export function reachable(
  { active, environments }: Registry,
  root: AbsolutePath,
  { data }: Context["folders"],
): Reachable {
  const others = environments.filter(
    ({ place, health }) => health !== "missing" && !isInside(place, join(root, ".burrow")),
  );
  const folder = join(data, "environments");
  const isShared = ({ managed, place }: RememberedEnvironment) =>
    managed && isInside(place, folder) && !isInside(place, join(folder, "scripts"));
  const used = others
    .flatMap(({ prefix, project, tenants }) =>
      project === root
        ? []
        : tenants.filter((tenant) => tenant.root === root).map(({ lastUsed }) => ({ prefix, lastUsed })),
    )
    .toSorted((one, other) => (one.lastUsed < other.lastUsed ? 1 : -1));
  const tenant = used[0]?.prefix;
  const chosen = environments.find(({ id }) => id === active)?.prefix;
  return {
    ...(tenant !== undefined && { tenant }),
    ...(chosen !== undefined && { chosen }),
    shared: others.filter(isShared).map(({ prefix }) => prefix),
    machine: others.filter((one) => !isShared(one) && one.health === "healthy").map(({ prefix }) => prefix),
  };
}

/** The projects that are known to use an environment. */
export function tenantRoots({ environments }: Registry, environment: Environment): readonly AbsolutePath[] {
  const place = placeOf(environment);
  return environments.find((one) => one.place === place)?.tenants.map(({ root }) => root) ?? [];
}

/** The user's default Python as the planner is told it. */
export function preferredPython({
  registry: { default: asked },
}: Recollection): Pick<Policy, "preferredPython"> {
  return asked === undefined ? {} : { preferredPython: asked };
}
