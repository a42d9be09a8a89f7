import type { Machine } from "../machine/machine.ts";
import type { Report } from "../model/event.ts";
import type { Environment } from "../model/environment.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { isInside, join, type AbsolutePath } from "../model/path.ts";
import type { Reuse } from "../model/policy.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Site, Survey } from "../model/survey.ts";
import { compareVersions } from "../standards/compare-versions.ts";
import { minorOf } from "./inspect/base.ts";
import { generationPlace } from "./inspect/generation-place.ts";
import { looker } from "./look-at.ts";
import type { ProbeCache } from "./probe-interpreters.ts";
import {
  reachActive,
  reachEnclosing,
  type Reached,
  reachOwn,
  reachPointed,
  reachRemembered,
} from "./reaches.ts";
import { siteOf } from "./site.ts";
import { surveyed, type Surveyed } from "./surveyed.ts";

/** What a survey looks for. */
export interface SurveyRequest {
  /** The project's folder. */
  readonly root: AbsolutePath;
  /** Which of the project's environments is its own here; default `default`. */
  readonly siteName?: string;
  /** `--env`. */
  readonly named?: AbsolutePath;
  /** What this project reaches because it is remembered; what is no longer there is passed over. */
  readonly remembered?: {
    /** The environment of somebody else's that it used last. */
    readonly tenant?: AbsolutePath;
    /** The one that is active where the shell has none. */
    readonly chosen?: AbsolutePath;
    /** Those that burrow made for no project; looked at only where `reuse` goes so far, as are those of the machine. */
    readonly shared: readonly AbsolutePath[];
    readonly machine: readonly AbsolutePath[];
  };
  /** What the planner may reuse. All that is near is looked at in any case, so that a plan can say what it passed over. */
  readonly reuse: Reuse;
  /** The folder of the Pythons that burrow installed. */
  readonly pythons: AbsolutePath;
  /** A Python that the project asks for by its path, to be one of the interpreters. */
  readonly python?: AbsolutePath;
  /** Whether to look for the machine's interpreters too. */
  readonly interpreters: boolean;
  readonly backend?: "venv" | "conda";
}

/** What a survey is given beside the machine. */
export interface SurveyContext {
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly cache?: ProbeCache;
}

/**
 * Looks at what a project could use, and changes nothing: its own environment and those it can reach, in the order of design §5.
 * Whatever fails while one place is judged is that place's problem. Rejects only when the signal aborts.
 */
export function survey(machine: Machine, request: SurveyRequest, context: SurveyContext): Promise<Survey> {
  return surveyed(machine, context, () => lookAround(machine, request, context));
}

async function lookAround(
  machine: Machine,
  request: SurveyRequest,
  context: SurveyContext,
): Promise<Omit<Survey, keyof Surveyed>> {
  context.signal.throwIfAborted();
  const { root, siteName: name = "default", backend = "venv", named, python, reuse, remembered } = request;
  const lookAt = looker(machine);
  const site = siteOf(machine, { root, name, backend });
  const reached: Reached[] = [
    ...(named === undefined ? [] : [reachPointed(lookAt, "named", named)]),
    ...reachOwn(machine, lookAt, root, name),
    ...reachRemembered(lookAt, "tenant", remembered?.tenant),
    ...reachActive(machine, lookAt),
    ...reachRemembered(lookAt, "active", remembered?.chosen),
    ...reachEnclosing(machine, lookAt, root, backend),
    ...(reuse === "shared" || reuse === "machine"
      ? reachRemembered(lookAt, "shared", ...(remembered?.shared ?? []))
      : []),
    ...(reuse === "machine" ? reachRemembered(lookAt, "machine", ...(remembered?.machine ?? [])) : []),
  ];
  const { adjusted, warnings } = ownGenerations(site, reached);
  const interpreters = request.interpreters
    ? await (
        await import("./interpreters.ts")
      ).interpretersOf(machine, { pythons: request.pythons, ...(python && { named: python }) }, context)
    : undefined;
  const all = interpreters === undefined ? adjusted : [...adjusted, ...bases(interpreters, lookAt)];
  return {
    ...(interpreters && { interpreters }),
    environments: withAliases(all),
    reaches: all.map(({ reach }) => reach),
    site,
    warnings: [...(site.unfinished ? [reason("unfinished-journal", { path: root })] : []), ...warnings],
  };
}

/** A shell that has one of the project's own generations switched on has its own environment, and is told when that is not the current one. */
function ownGenerations(
  site: Site,
  reached: readonly Reached[],
): { readonly adjusted: readonly Reached[]; readonly warnings: readonly Reason[] } {
  const folder = join(site.root, ".burrow", "generations", site.name);
  const warnings: Reason[] = [];
  const adjusted = reached.flatMap((one) => {
    const { origin, realPrefix, path } = one.reach;
    const inside = origin === "active" && isInside(realPrefix ?? path, folder);
    if (!inside) return one;
    const number = generationPlace(realPrefix ?? path)?.number;
    if (number !== site.current && number !== undefined) warnings.push(reason("activate-again", { number }));
    // The old one serves only while there is no current one; else it would compete with what replaced it.
    return number === site.current || site.current === undefined
      ? { ...one, reach: { ...one.reach, origin: "own" as const } }
      : [];
  });
  const own = adjusted.filter(({ reach }) => reach.origin === "named" || reach.origin === "own");
  return { adjusted: [...own, ...adjusted.filter((one) => !own.includes(one))], warnings };
}

/** The base interpreters as environments, the newest first; of several in one prefix, the one whose layers the prefix shows. */
function bases(interpreters: readonly Interpreter[], lookAt: ReturnType<typeof looker>): readonly Reached[] {
  return interpreters
    .filter(({ unfit }) => unfit === undefined)
    .toSorted((one, other) => compareVersions(other.version, one.version))
    .flatMap(({ executable, prefix, version }) => {
      const look = lookAt(prefix);
      if (look.kind !== "environment") return [];
      // Where nothing on disk tells the version, the interpreter was asked, and its library's folder tells which of several it is.
      const shown = look.environment.layers.some(({ sitePackages }) =>
        sitePackages.includes(`python${minorOf(version)}`),
      );
      const environment =
        look.environment.version === undefined && shown ? { ...look.environment, version } : look.environment;
      if (environment.version !== version) return [];
      return {
        reach: { origin: "interpreter" as const, path: executable, realPrefix: environment.realPrefix },
        environment,
      };
    });
}

/** Each environment once, under the path that reached it first, with all other paths as its aliases. */
function withAliases(reached: readonly Reached[]): readonly Environment[] {
  const found = new Map<
    AbsolutePath,
    { readonly environment: Environment; readonly paths: Set<AbsolutePath> }
  >();
  for (const { reach, environment } of reached) {
    if (environment === undefined) continue;
    const one = found.get(environment.realPrefix) ?? {
      environment,
      paths: new Set([environment.realPrefix]),
    };
    if (reach.origin !== "interpreter") one.paths.add(reach.path);
    found.set(environment.realPrefix, one);
  }
  return [...found.values()].map(({ environment, paths }) => ({
    ...environment,
    aliases: [...paths].filter((path) => path !== environment.prefix).toSorted(),
  }));
}
