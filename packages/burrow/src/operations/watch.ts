import { setTimeout } from "node:timers/promises";
import type { Finding, HealthReport } from "../model/finding.ts";
import { ancestors, join, type AbsolutePath } from "../model/path.ts";
import type { Settings } from "../model/settings.ts";
import type { Context } from "./context.ts";
import { doctorApart, repairApart } from "./health/apart.ts";
import { writeDayReport } from "./health/day-report.ts";

/** What `watch` does, and how often. */
export interface WatchOptions {
  /** Seconds; absent: the settings'. */
  readonly interval?: number;
  readonly machineInterval?: number;
  /** The program and first arguments that start burrow: each examination is a process of its own. */
  readonly program: readonly string[];
  /** Bytes that this process occupies. */
  readonly memory: () => number;
  /** Ends by itself after so many examinations. */
  readonly rounds?: number;
}

/** What watching came to. */
export interface Watched {
  readonly examinations: number;
  readonly repairs: number;
  /** The file of the last report. */
  readonly report?: AbsolutePath;
}

type Scope = "project" | "machine";

/**
 * Examines the project's environment and the machine again and again until the signal aborts, tells what is newly found and what is gone, and writes the report of the
 * day. With `auto-repair` it repairs the project's environment; the same finding is tried once.
 */
export async function watch(context: Context, options: WatchOptions): Promise<Watched> {
  const { signal, now } = context;
  const settings = await watchSettings(context);
  const every: Readonly<Record<Scope, number>> = {
    project: options.interval ?? settings.healthInterval,
    machine: options.machineInterval ?? settings.machineHealthInterval,
  };
  const due: Record<Scope, number> = { project: now(), machine: now() };
  const known: Record<Scope, readonly Finding[]> = { project: [], machine: [] };
  const tried = new Set<string>();
  let examinations = 0;
  let repairs = 0;
  let report: AbsolutePath | undefined;
  const isOver = () => signal.aborted || examinations >= (options.rounds ?? Infinity);
  while (!isOver()) {
    const scope: Scope = due.project <= due.machine ? "project" : "machine";
    await pause(due[scope] - now(), signal);
    if (isOver()) break;
    try {
      const examined = await examine(context, scope, options);
      known[scope] = told(context, known[scope], examined.findings);
      report = writeDayReport(context, { scope, root: context.cwd, report: examined });
      if (scope === "project" && settings.autoRepair)
        repairs += await repaired(context, options, examined, tried);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    examinations += 1;
    due[scope] = now() + every[scope] * 1000;
  }
  return { examinations, repairs, ...(report !== undefined && { report }) };
}

type WatchSettings = Pick<Settings, "healthInterval" | "machineHealthInterval" | "autoRepair">;

const DEFAULTS: WatchSettings = { healthInterval: 300, machineHealthInterval: 900, autoRepair: false };

/** The settings that `watch` knows. Most people have none, and their parser would stay in memory for as long as it runs. */
async function watchSettings(context: Context): Promise<WatchSettings> {
  const { machine, folders, cwd } = context;
  const around = [cwd, ...ancestors(cwd)].flatMap((folder) =>
    ["burrow.toml", "burrow.json", "burrow.jsonc", "pyproject.toml"].map((name) => join(folder, name)),
  );
  const files = [join(folders.config, "burrow.toml"), ...around];
  const isSaid = files.some((file) =>
    /health|auto-?repair|autoRecovery/iu.test(machine.readText(file) ?? ""),
  );
  if (!isSaid) return DEFAULTS;
  const { readProject } = await import("./settings.ts");
  return (await readProject(context, {})).settings;
}

async function examine(
  context: Context,
  scope: Scope,
  { program, memory }: WatchOptions,
): Promise<HealthReport> {
  const began = context.now();
  const report = await doctorApart(context, program, { all: scope === "machine" });
  context.report({
    type: "health.examined",
    scope,
    health: report.health,
    environments: report.environments.length,
    findings: report.findings.length,
    seconds: (context.now() - began) / 1000,
    memory: memory(),
  });
  return report;
}

/** Tells the difference to what was known, and gives what is known now. */
function told(
  { report }: Context,
  before: readonly Finding[],
  after: readonly Finding[],
): readonly Finding[] {
  const was = new Set(before.map(keyOf));
  const is = new Set(after.map(keyOf));
  for (const finding of after) if (!was.has(keyOf(finding))) report({ type: "health.found", finding });
  for (const finding of before) if (!is.has(keyOf(finding))) report({ type: "health.gone", finding });
  return after;
}

/** Repairs what can be, each finding once: what a repair did not heal is a person's to look at. */
async function repaired(
  context: Context,
  { program }: WatchOptions,
  { findings }: HealthReport,
  tried: Set<string>,
): Promise<number> {
  const fresh = findings.filter((one) => one.remedy !== undefined && !tried.has(keyOf(one)));
  if (fresh.length === 0) return 0;
  for (const one of fresh) tried.add(keyOf(one));
  return (await repairApart(context, program)) ? 1 : 0;
}

function keyOf({ code, subject, because }: Finding): string {
  return JSON.stringify([code, subject, because]);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return;
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
