import type { Environment } from "../model/environment.ts";
import type { Goal } from "../model/goal.ts";
import { isInside } from "../model/path.ts";
import type { Policy } from "../model/policy.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Survey } from "../model/survey.ts";
import { isAsked, readAskedPython } from "./asked-python.ts";
import { type Candidate, isOwnGeneration, rank } from "./candidates.ts";
import { hostOf } from "./host.ts";
import type { Reader } from "./reader.ts";

/** All that a standing rule may look at. */
export interface Standing {
  readonly candidate: Candidate;
  readonly environment: Environment;
  readonly survey: Survey;
  readonly goal: Goal;
  readonly policy: Policy;
  readonly reader: Reader;
}

/** A rule about what a candidate *is*, before what is in it is compared with the goal. It gives a reason to object, or undefined. */
export interface StandingRule {
  readonly name: string;
  readonly test: (standing: Standing) => Reason | undefined;
}

/** The oldest Python that burrow works with. */
const OLDEST = ">=3.8.dev0";

/** Objections that end the matter: the candidate is rejected (design §5, the rows above "every requirement"). In this order; the first one is the reason. */
export const REJECTING: readonly StandingRule[] = [
  {
    name: "conda-base",
    test: ({ environment }) => (environment.kind === "conda-base" ? reason("conda-base", {}) : undefined),
  },
  {
    name: "base-interpreter",
    test: ({ environment, policy }) =>
      environment.kind === "base" && !policy.allowGlobalPython ? globalObjection(environment) : undefined,
  },
  { name: "broken", test: ({ environment }) => environment.broken },
  {
    name: "oldest-python",
    test: ({ environment: { version }, reader }) =>
      version !== undefined && !reader.contains(OLDEST, version) ? reason("too-old", { version }) : undefined,
  },
  { name: "requires-python", test: pythonObjection },
  {
    name: "other-copy",
    test: ({ environment, goal: { project } }) => {
      if (project?.name === undefined) return undefined;
      const copy = environment.distributions.find(
        ({ name, editable }) => name === project.name && editable !== undefined,
      );
      return copy?.editable !== undefined && copy.editable !== project.root
        ? reason("other-root", { name: copy.name, path: copy.editable })
        : undefined;
    },
  },
  {
    name: "engine",
    test: ({ environment, goal }) =>
      goal.backend === "conda" && !isConda(environment)
        ? reason("engine-differs", { asked: "conda", found: environment.kind })
        : undefined,
  },
  { name: "reuse", test: reuseObjection },
];

/** Objections to *changing* it: it may serve as it stands, and only so. */
export const FORBIDDING_CHANGE: readonly StandingRule[] = [
  {
    name: "external",
    test: ({ environment }) => (environment.external ? reason("external", {}) : undefined),
  },
  {
    name: "frozen",
    test: ({ environment: { frozen } }) => {
      if (frozen === undefined) return undefined;
      return frozen === "" ? reason("externally-managed", {}) : reason("frozen", { message: frozen });
    },
  },
  {
    name: "governed",
    test: ({ environment: { governor }, candidate }) =>
      governor !== undefined && !isOwnGeneration(candidate) ? reason("governed", { governor }) : undefined,
  },
  {
    // A generation is never changed in place; the project around this one builds the next for both.
    name: "generation",
    test: ({ environment: { generation, project }, candidate, ...scene }) =>
      generation !== undefined && !isOwnGeneration(candidate) && hostOf(candidate, scene) === undefined
        ? reason("made-for", { path: project ?? generation.folder })
        : undefined,
  },
  {
    // Whether the shell has it active, or this project merely used it before: it is another project's.
    name: "unrelated",
    test: ({ environment: { project }, goal, candidate }) =>
      (rank(candidate) === "active" || rank(candidate) === "tenant") &&
      project !== undefined &&
      !isInside(goal.root, project) &&
      !isInside(project, goal.root)
        ? reason("unrelated-project", { path: project })
        : undefined,
  },
  {
    name: "machine",
    test: ({ candidate }) =>
      rank(candidate) === "machine" ? reason("governed", { governor: "another project" }) : undefined,
  },
  {
    name: "pip-in-conda",
    test: ({ environment, goal, policy }) =>
      isConda(environment) && goal.backend === "venv" && !policy.allowPipInConda
        ? reason("pip-in-conda", {})
        : undefined,
  },
  {
    name: "writable",
    test: ({ environment }) => (environment.writable ? undefined : reason("not-writable", {})),
  },
];

function isConda({ kind }: Environment): boolean {
  return kind === "conda" || kind === "pixi" || kind === "conda-base";
}

/** What speaks against using a base interpreter: its owner's word (PEP 668), else that it is one. */
export function globalObjection({ frozen }: Environment): Reason {
  if (frozen === undefined) return reason("base-interpreter", {});
  return frozen === ""
    ? reason("externally-managed", {})
    : reason("externally-managed-says", { message: frozen });
}

/** Why the environment's Python is not one that the goal accepts. */
export function pythonObjection({
  environment,
  goal,
  reader,
}: Pick<Standing, "environment" | "goal" | "reader">): Reason | undefined {
  const { version, implementation } = environment;
  const { specifier, asked } = goal.python;
  if (version === undefined)
    return specifier === "" && asked === undefined ? undefined : reason("python-unknown", {});
  if (!reader.contains(specifier, version)) return reason("python-outside", { version, specifier });
  if (asked === undefined) return undefined;
  const wanted = readAskedPython(asked.text, reader);
  const paths = [environment.executable, environment.base?.executable].filter((path) => path !== undefined);
  return wanted === undefined ||
    isAsked(wanted, { version, implementation, freeThreaded: isFreeThreaded(environment), paths }, reader)
    ? undefined
    : reason("python-not-asked", { version, asked: asked.text });
}

/** A free-threaded build keeps its library in `python3.13t` (PEP 703). */
export function isFreeThreaded({ layers }: Pick<Environment, "layers">): boolean {
  return layers.some(
    ({ sitePackages, inherited }) => !inherited && /[\\/]python3\.\d+t[\\/]/u.test(sitePackages),
  );
}

const REACH: Readonly<Record<Policy["reuse"], readonly string[]>> = {
  never: ["named"],
  own: ["named", "own"],
  enclosing: ["named", "own", "tenant", "active", "enclosing"],
  shared: ["named", "own", "tenant", "active", "enclosing", "shared"],
  machine: ["named", "own", "tenant", "active", "enclosing", "shared", "machine", "interpreter"],
};

/** `reuse = "never"` still keeps the generation that burrow made for this very project: it *is* the isolated one. */
function reuseObjection({ candidate, policy }: Standing): Reason | undefined {
  if (isOwnGeneration(candidate)) return undefined;
  if (policy.isolate && rank(candidate) !== "named" && rank(candidate) !== "own")
    return reason("isolation-asked", {});
  const allowed = candidate.origins.some((origin) => REACH[policy.reuse].includes(origin));
  const global = policy.allowGlobalPython && candidate.origins.includes("interpreter");
  return allowed || global ? undefined : reason("reuse-off", { reuse: policy.reuse });
}
