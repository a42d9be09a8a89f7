import { untriedEngines } from "../model/engines.ts";
import type { Finding, FindingSeverity, Health, HealthReport, SkippedCheck } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { accelerator } from "./accelerator.ts";
import { access } from "./access.ts";
import { base } from "./base.ts";
import { changed, lockLeft } from "./changed.ts";
import type { Check, Host, Outcome, Patient } from "./check.ts";
import { closure } from "./closure.ts";
import { conda, condaHashes, pipInConda } from "./conda.ts";
import { copies, leftovers } from "./copies.ts";
import { resolution, unguarded, variables } from "./host.ts";
import { imports } from "./imports.ts";
import { libraries } from "./libraries.ts";
import { metadata } from "./metadata.ts";
import { openmp } from "./openmp.ts";
import { pip } from "./pip.ts";
import { disk, synced } from "./place.ts";
import { hashes, records } from "./records.ts";
import { recorded } from "./recorded.ts";
import { runs } from "./runs.ts";
import { scripts } from "./scripts.ts";
import { version } from "./version.ts";

/** Every check of an environment, the gravest first. */
export const CHECKS: readonly Check[] = [
  base,
  runs,
  version,
  lockLeft,
  access,
  metadata,
  recorded,
  records,
  hashes,
  closure,
  copies,
  leftovers,
  scripts,
  libraries,
  imports,
  pip,
  accelerator,
  openmp,
  conda,
  condaHashes,
  pipInConda,
  changed,
  synced,
  disk,
];

/** Every check of the machine and of the place. */
export const HOST_CHECKS: readonly Check<Host>[] = [variables, resolution, unguarded];

/** What the checks of one subject came to. */
export interface Examined {
  readonly subject: AbsolutePath;
  readonly health: Health;
  readonly findings: readonly Finding[];
  readonly checked: readonly string[];
  readonly skipped: readonly SkippedCheck[];
}

/** Runs the checks over one subject. One that throws is skipped, never passed. */
export function examine<Subject>(
  subject: AbsolutePath,
  given: Subject,
  checks: readonly Check<Subject>[],
): Examined {
  const findings: Finding[] = [];
  const checked: string[] = [];
  const skipped: SkippedCheck[] = [];
  for (const { name, judge } of checks) {
    const outcome = attempt(() => judge(given));
    if (outcome === undefined) continue;
    if ("skipped" in outcome) {
      skipped.push({ check: name, subject, why: outcome.skipped });
      continue;
    }
    checked.push(name);
    findings.push(...outcome.findings);
  }
  return { subject, health: healthOf(findings, checked), findings, checked, skipped };
}

/** Examines an environment with every check. */
export function examineEnvironment(patient: Patient): Examined {
  return examine(patient.environment.prefix, patient, CHECKS);
}

function attempt(judge: () => Outcome | undefined): Outcome | undefined {
  try {
    return judge();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { skipped: reason("check-failed", { detail }) };
  }
}

function healthOf(findings: readonly Finding[], checked: readonly string[]): Health {
  const has = (...words: readonly FindingSeverity[]) =>
    findings.some(({ severity }) => words.includes(severity));
  if (has("error", "critical")) return "unhealthy";
  if (has("warning")) return "degraded";
  return checked.length === 0 ? "unknown" : "healthy";
}

const WORST: readonly Health[] = ["unhealthy", "degraded", "unknown", "healthy"];

const GRAVEST: readonly FindingSeverity[] = ["critical", "error", "warning", "info"];

/** Puts what was examined into one report, the gravest finding first. `environments` are those that are counted, the rest is the machine and the place. */
export function reportOf(
  takenAt: string,
  environments: readonly Examined[],
  others: readonly Examined[],
): HealthReport {
  const all = [...environments, ...others];
  const health = WORST.find((word) => all.some((one) => one.health === word)) ?? "unknown";
  return {
    schema: 1,
    takenAt,
    health,
    environments: environments
      .map((one) => ({ prefix: one.subject, health: one.health }))
      .toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1)),
    findings: all
      .flatMap(({ findings }) => findings)
      .toSorted((a, b) => GRAVEST.indexOf(a.severity) - GRAVEST.indexOf(b.severity)),
    checked: [...new Set(all.flatMap(({ checked }) => checked))].toSorted(),
    skipped: all.flatMap(({ skipped }) => skipped),
    untried: untriedEngines(),
  };
}
