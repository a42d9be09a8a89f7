import type { Environment } from "../model/environment.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { type AbsolutePath, isInside } from "../model/path.ts";
import {
  placeOf,
  type Registry,
  type RememberedEnvironment,
  type RememberedInterpreter,
} from "../model/registry.ts";
import { newIds } from "./ids.ts";

/** What is remembered of an environment that was seen. */
export type SeenEnvironment = Pick<
  Environment,
  "prefix" | "realPrefix" | "kind" | "name" | "executable" | "version" | "project" | "broken" | "generation"
>;

/** What was seen, at one moment (ISO 8601, UTC). */
export interface Seen {
  readonly at: string;
  readonly environments?: readonly SeenEnvironment[];
  readonly interpreters?: readonly Interpreter[];
}

/** Milliseconds for which a look or a use need not be written down again. */
export const FRESH = 60 * 60 * 1000;

/** What is remembered of an environment. */
export function rememberedOf(
  { environments }: Registry,
  environment: SeenEnvironment,
): RememberedEnvironment | undefined {
  const place = placeOf(environment);
  return environments.find((one) => one.place === place);
}

/** The registry with everything that was seen; what is known keeps its id, its use and its tenants. The same object when nothing is new. */
export function withSeen(registry: Registry, { at, environments = [], interpreters = [] }: Seen): Registry {
  const newId = newIds(environments.length);
  const taken = new Set([...registry.environments, ...registry.interpreters].map(({ id }) => id));
  const remember = <One extends Entry>(
    entries: readonly One[],
    keyOf: (entry: One) => AbsolutePath,
    seen: readonly One[],
  ): readonly One[] => {
    const known = new Map(entries.map((entry) => [keyOf(entry), entry]));
    let changed = false;
    for (const now of seen) {
      const key = keyOf(now);
      const before = known.get(key);
      const next = before === undefined ? { ...now, id: newId(key, taken) } : merged(before, now, at);
      if (next === before) continue;
      taken.add(next.id);
      known.set(key, next);
      changed = true;
    }
    return changed ? [...known.values()].toSorted(byPath) : entries;
  };
  const next = {
    ...registry,
    interpreters: remember(
      registry.interpreters,
      ({ realPath }) => realPath,
      interpreters.map((one) => interpreterNow(one, at)),
    ),
    environments: remember(
      registry.environments,
      ({ place }) => place,
      environments.map((one) => environmentNow(one, at)),
    ),
  };
  const isSame = next.interpreters === registry.interpreters && next.environments === registry.environments;
  return isSame ? registry : next;
}

type Entry = RememberedEnvironment | RememberedInterpreter;

/** What is new of it over what is known; what is known itself when nothing is new and the last look is not long ago. */
function merged<One extends Entry>(known: One, now: One, at: string): One {
  const { id, created, lastUsed, managed } = known;
  const next = {
    ...known,
    ...now,
    id,
    created,
    managed: managed || now.managed,
    ...(lastUsed !== undefined && { lastUsed }),
    ...("tenants" in known && "place" in now && { tenants: known.tenants, prefix: prefixOf(known, now) }),
  };
  const isFresh = Date.parse(at) - Date.parse(known.lastVerified ?? "1970-01-01T00:00:00Z") < FRESH;
  return isFresh && isSameBut("lastVerified", known, next) ? known : next;
}

/** People use the link to a generation; the generation itself, which a shell may have switched on, is a path for today. */
function prefixOf(known: RememberedEnvironment, now: RememberedEnvironment): AbsolutePath {
  return isInside(now.prefix, now.place) && now.managed ? known.prefix : now.prefix;
}

function isSameBut(left: string, one: Entry, other: Entry): boolean {
  const others = other as unknown as Readonly<Record<string, unknown>>;
  const all = Object.entries(one);
  if (all.length !== Object.keys(other).length) return false;
  return all.every(
    ([key, value]) =>
      key === left ||
      value === others[key] ||
      (typeof value === "object" && JSON.stringify(value) === JSON.stringify(others[key])),
  );
}

function environmentNow(environment: SeenEnvironment, at: string): RememberedEnvironment {
  const { prefix, kind, name, executable, version, project, broken, generation } = environment;
  return {
    id: "",
    place: placeOf(environment),
    prefix,
    kind,
    ...(name !== undefined && { name }),
    ...(executable !== undefined && { executable }),
    ...(version !== undefined && { version }),
    ...(project !== undefined && { project }),
    managed: generation !== undefined,
    created: at,
    lastVerified: at,
    health: broken === undefined ? "healthy" : "broken",
    warnings: [],
    errors: broken === undefined ? [] : [broken],
    tenants: [],
  };
}

function interpreterNow(interpreter: Interpreter, at: string): RememberedInterpreter {
  const { executable, realPath, version, implementation, source, managed, unfit } = interpreter;
  return {
    id: "",
    executable,
    realPath,
    version,
    implementation,
    source,
    managed,
    created: at,
    lastVerified: at,
    health: unfit === undefined ? "healthy" : "broken",
    warnings: [],
    errors: unfit === undefined ? [] : [unfit],
  };
}

function byPath(one: Entry, other: Entry): number {
  return pathOf(one) < pathOf(other) ? -1 : 1;
}

function pathOf(entry: Entry): AbsolutePath {
  return "prefix" in entry ? entry.prefix : entry.executable;
}
