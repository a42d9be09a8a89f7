import { type AbsolutePath, isInside } from "../model/path.ts";
import type {
  Registry,
  RememberedEnvironment,
  RememberedInterpreter,
  RememberedTenant,
} from "../model/registry.ts";

/** The registry after an environment that is remembered was used, by a project where one did. */
export function withUse(registry: Registry, id: string, at: string, root?: AbsolutePath): Registry {
  return withChanged(registry, id, (one) => {
    const others = one.tenants.filter((tenant) => tenant.root !== root);
    const tenants: readonly RememberedTenant[] =
      root === undefined ? one.tenants : [{ root, lastUsed: at }, ...others];
    return { ...one, lastUsed: at, tenants };
  });
}

/** The registry after a project got an environment of its own: it relies on no other any more. */
export function withSettled(registry: Registry, root: AbsolutePath, id: string): Registry {
  const environments = registry.environments.map((one) =>
    one.id === id || !one.tenants.some((tenant) => tenant.root === root)
      ? one
      : { ...one, tenants: one.tenants.filter((tenant) => tenant.root !== root) },
  );
  return { ...registry, environments };
}

/** The registry with what burrow installed into an environment. */
export function withDistributions(
  registry: Registry,
  id: string,
  distributions: Readonly<Record<string, string>>,
): Registry {
  return withChanged(registry, id, (one) => ({ ...one, distributions }));
}

/** The registry with the one environment that serves outside of projects, or with none. */
export function withActive(registry: Registry, id: string | undefined): Registry {
  const { default: asked, interpreters, environments } = registry;
  return {
    ...(asked !== undefined && { default: asked }),
    ...(id !== undefined && { active: id }),
    interpreters,
    environments,
  };
}

/** The registry with the user's default Python as it was asked for, or with none. */
export function withDefault(registry: Registry, asked: string | undefined): Registry {
  const { active, interpreters, environments } = registry;
  return {
    ...(asked !== undefined && { default: asked }),
    ...(active !== undefined && { active }),
    interpreters,
    environments,
  };
}

/** The registry without one reference; no file of it is touched. */
export function without(registry: Registry, id: string): Registry {
  const left = registry.active === id ? withActive(registry, undefined) : registry;
  return {
    ...left,
    interpreters: left.interpreters.filter((one) => one.id !== id),
    environments: left.environments.filter((one) => one.id !== id),
  };
}

/** The registry after an environment was removed by an explicit command: its reference goes, and as the active one and the default Python it is chosen no more. `prefix`: where people used it, when that is known beside. */
export function withoutPurged(registry: Registry, place: AbsolutePath, prefix?: AbsolutePath): Registry {
  const known = registry.environments.find((one) => one.place === place);
  const left = known === undefined ? registry : without(registry, known.id);
  const { default: asked } = left;
  const paths = [place, prefix, known?.prefix].filter((one) => one !== undefined);
  const isOf = asked !== undefined && paths.some((one) => isInside(asked as AbsolutePath, one));
  return isOf ? withDefault(left, undefined) : left;
}

/** How a remembered path stands now: `gone` when its folder is there and it is not, `missing` when not even that is (a disk that is not mounted). */
export type Standing = "there" | "gone" | "missing";

/** The registry after a look at every place in it: what was discovered and is gone is dropped, what burrow made is kept as missing. */
export function withStandings(registry: Registry, standingOf: (path: AbsolutePath) => Standing): Registry {
  const left = <Entry extends RememberedEnvironment | RememberedInterpreter>(
    entries: readonly Entry[],
    pathOf: (entry: Entry) => AbsolutePath,
  ): readonly Entry[] => {
    const judged = entries.flatMap((entry) => {
      const standing = standingOf(pathOf(entry));
      if (standing === "there" || (entry.health === "missing" && (entry.managed || standing === "missing")))
        return entry;
      return standing === "gone" && !entry.managed ? [] : { ...entry, health: "missing" as const };
    });
    const same = judged.length === entries.length && judged.every((entry, at) => entry === entries[at]);
    return same ? entries : judged;
  };
  const environments = left(registry.environments, ({ place }) => place);
  const interpreters = left(registry.interpreters, ({ realPath }) => realPath);
  if (environments === registry.environments && interpreters === registry.interpreters) return registry;
  const next = { ...registry, environments, interpreters };
  return environments.some(({ id }) => id === registry.active) ? next : withActive(next, undefined);
}

function withChanged(
  registry: Registry,
  id: string,
  change: (entry: RememberedEnvironment) => RememberedEnvironment,
): Registry {
  const environments = registry.environments.map((one) => (one.id === id ? change(one) : one));
  return { ...registry, environments };
}
