import type { Machine } from "../machine/machine.ts";
import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import { finding, type Finding, type HealthReport } from "../model/finding.ts";
import type { Goal } from "../model/goal.ts";
import { baseName, join, parent, type AbsolutePath } from "../model/path.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { reason } from "../model/reason.ts";
import type { Survey } from "../model/survey.ts";
import { repairCommand } from "../health/check.ts";
import { examine, examineEnvironment, type Examined, HOST_CHECKS, reportOf } from "../health/examine.ts";
import { verifiedFiles } from "../registry/verified-files.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import { withInstallers } from "../survey/installers.ts";
import { redirected } from "../survey/redirected.ts";
import { hostOf } from "../survey/vitals/host.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { lookAtMachine } from "./machine/machine.ts";
import { surroundings } from "./look.ts";
import { vitalsOf } from "./health/vitals.ts";
import { namedPrefix } from "./settings.ts";

/** What is to be examined, and how closely. */
export interface DoctorOptions {
  /** A project's folder, an environment's, or the name of one of the project's environments; absent: the project here. */
  readonly subject?: string;
  /** Every environment of the machine. */
  readonly all?: boolean;
  /** Hash every file. */
  readonly deep?: boolean;
}

/** What there is to examine. */
export interface Ward {
  readonly root: AbsolutePath;
  readonly environments: readonly Environment[];
  /** Found without opening an environment: nothing there, half of one, a stale lock. */
  readonly findings: readonly Finding[];
}

/**
 * Examines environments, the place and the machine; runs nothing that is not trusted, changes nothing. Throws `env/not-found` and `goal/not-found` for
 * a subject that is not there.
 */
export async function doctor(context: Context, options: DoctorOptions): Promise<HealthReport> {
  return examineWard(context, await wardOf(context, options), options);
}

/** Examines what was found. */
export async function examineWard(
  context: Context,
  { root, environments, findings }: Ward,
  { all = false, deep = false }: DoctorOptions,
): Promise<HealthReport> {
  const { machine, bench, folders, now } = context;
  const verified = verifiedFiles(bench, folders.cache);
  const examined: Examined[] = [];
  for (const found of environments) {
    const environment = withInstallers(machine, found);
    const vitals = await vitalsOf(context, environment, verified, { deep, imports: !all || deep });
    examined.push(examineEnvironment({ environment, vitals }));
  }
  if (deep) verified.save();
  const [first] = environments;
  const host = examine(
    root,
    { subject: root, host: hostOf(machine, root), ...(first && !all && { environment: first }) },
    HOST_CHECKS,
  );
  const place: Examined = {
    subject: root,
    health: findings.some(({ severity }) => severity === "error" || severity === "critical")
      ? "unhealthy"
      : findings.length > 0
        ? "degraded"
        : "healthy",
    findings,
    checked: ["present"],
    skipped: [],
  };
  return reportOf(new Date(now()).toISOString(), examined, [place, host]);
}

/** Finds what is to be examined. */
export async function wardOf(context: Context, { subject, all = false }: DoctorOptions): Promise<Ward> {
  const { machine, cwd } = context;
  if (all) return machineWard(context, subject);
  const path = subject === undefined ? undefined : join(cwd, subject);
  const there = path !== undefined && machine.status(path) !== undefined;
  if (path !== undefined && there) {
    const ward = wardAt(machine, path);
    if (ward !== undefined) return ward;
    return projectWard(context, await readProjectGoal(context, { path }));
  }
  const goal = await readProjectGoal(context, {});
  if (subject === undefined) return projectWard(context, goal);
  const prefix = await namedPrefix(context, goal, subject);
  const ward = wardAt(machine, prefix);
  if (ward !== undefined) return ward;
  throw new BurrowError("env/not-found", `\`${subject}\` is not an environment`, { hint: "burrow list" });
}

/** Every environment of the machine, or of a folder; what only looks like one is a finding. */
async function machineWard(context: Context, subject: string | undefined): Promise<Ward> {
  const { machine, cwd } = context;
  const { survey } = await lookAtMachine(context, subject === undefined ? {} : { searchPaths: [subject] });
  const found = survey.environments
    .filter(({ kind }) => kind !== "base" && kind !== "conda-base")
    .map(({ prefix }) => ({ prefix, environment: inspectEnvironment(machine, prefix) }));
  return {
    root: subject === undefined ? cwd : join(cwd, subject),
    environments: found.flatMap(({ environment }) => environment ?? []),
    findings: found.flatMap(({ prefix, environment }) =>
      environment === undefined ? halfThere(machine, prefix) : [],
    ),
  };
}

/** An environment at a path, or what is left of one; undefined when the path is none. */
function wardAt(machine: Machine, path: AbsolutePath): Ward | undefined {
  const prefix = redirected(machine, path);
  const environment = inspectEnvironment(machine, prefix);
  const root = environment?.project ?? parent(path);
  if (environment !== undefined) return { root, environments: [environment], findings: [] };
  return isRemnant(machine, path)
    ? { root, environments: [], findings: [halfThere(machine, path)] }
    : undefined;
}

/** Whether a folder was an environment once: programs of activation or site-packages, and nothing that says whose. */
function isRemnant(machine: Machine, path: AbsolutePath): boolean {
  const names = new Set(machine.names(path));
  const isNamed = /^\.?(?:venv|env|virtualenv)$/u.test(baseName(path));
  if (machine.status(path)?.kind === "link" && machine.target(path) === undefined) return true;
  if (names.has("lib") && machine.names(join(path, "lib")).some((name) => /^python\d/u.test(name)))
    return !names.has("pyproject.toml");
  return isNamed && (names.has("bin") || names.has("Scripts") || names.size === 0);
}

function halfThere(machine: Machine, path: AbsolutePath): Finding {
  const to = machine.target(path) === undefined ? machine.readLink(path) : undefined;
  return finding("not-an-environment", {
    subject: path,
    because:
      to === undefined
        ? reason("half-there", { path })
        : reason("leads-nowhere", { path: join(parent(path), to) }),
    evidence: [
      to === undefined
        ? { path: join(path, "pyvenv.cfg"), note: "is not there" }
        : { path, note: "leads nowhere" },
    ],
    action: repairCommand(path),
    remedy: { goal: "as-recorded", prefix: path, how: "rebuild", names: [] },
  });
}

async function projectWard(context: Context, goal: Goal): Promise<Ward> {
  const found = await surroundings(context, goal, DEFAULT_POLICY);
  const environments = found.environments.filter(
    ({ realPrefix, kind }) => kind !== "base" && isOwn(found, realPrefix),
  );
  const stale = goal.warnings
    .filter(({ code }) => code === "lock-stale" || code === "conda-lock-older")
    .map((because) =>
      finding("lock-stale", {
        subject: goal.root,
        because,
        ...(goal.lock && { evidence: [{ path: goal.lock }] }),
        action: "burrow lock, or lock it with the tool that wrote it",
      }),
    );
  const unfinished =
    found.site?.unfinished === true
      ? [
          finding("unfinished-change", {
            subject: goal.root,
            because: reason("unfinished-journal", { path: goal.root }),
            evidence: [{ path: join(goal.root, ".burrow", "journal") }],
            action: "burrow recover",
          }),
        ]
      : [];
  const problems = found.reaches
    .filter(({ origin, problem }) => problem !== undefined && (origin === "own" || origin === "active"))
    .filter(({ path }) => context.machine.status(path) !== undefined)
    .map(({ path }) => halfThere(context.machine, path));
  return { root: goal.root, environments, findings: [...unfinished, ...problems, ...stale] };
}

/** The project's own environment and the one that is switched on. */
function isOwn({ reaches }: Survey, realPrefix: AbsolutePath): boolean {
  return reaches.some(
    (reach) => reach.realPrefix === realPrefix && ["named", "own", "active"].includes(reach.origin),
  );
}
