import type { AbsolutePath } from "./path.ts";
import type { Reason } from "./reason.ts";
import { FINDINGS } from "./findings.ts";

/** A code of the table in `findings.ts`. */
export type FindingCode = keyof typeof FINDINGS;

/** How grave a finding is, from what is only worth knowing to what makes an environment useless. */
export type FindingSeverity = "info" | "warning" | "error" | "critical";

/** Something on disk that a finding rests on. */
export interface Evidence {
  readonly path: AbsolutePath;
  /** What stands there, or does not. */
  readonly note?: string;
}

/**
 * What would heal a finding: the environment as it was recorded. `rebuild` makes all of it anew, `reinstall` puts the named distributions
 * (normalised) back at their versions and adds what they need and do not find.
 */
export interface Remedy {
  readonly goal: "as-recorded";
  readonly prefix: AbsolutePath;
  readonly how: "rebuild" | "reinstall";
  readonly names: readonly string[];
}

/** A judged problem with what it rests on. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** The environment, the project or the place that it is about. */
  readonly subject: AbsolutePath;
  readonly because: Reason;
  readonly evidence: readonly Evidence[];
  /** What a person should do, with a command to paste where there is one. */
  readonly action: string;
  readonly remedy?: Remedy;
}

/** How something is as a whole; `unknown` when not even its Python could be judged. */
export type Health = "healthy" | "degraded" | "unhealthy" | "unknown";

/** A check that could not run: never a pass. */
export interface SkippedCheck {
  readonly check: string;
  readonly subject: AbsolutePath;
  readonly why: Reason;
}

/** What an examination came to. */
export interface HealthReport {
  readonly schema: 1;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly health: Health;
  /** The environments that were examined, by prefix. */
  readonly environments: readonly { readonly prefix: AbsolutePath; readonly health: Health }[];
  readonly findings: readonly Finding[];
  /** Names of the checks that ran, sorted. */
  readonly checked: readonly string[];
  readonly skipped: readonly SkippedCheck[];
  /** Engines with a driver that no test has run on the real tool, sorted. */
  readonly untried?: readonly string[];
}

/** Makes a finding; its severity is the table's. */
export function finding(
  code: FindingCode,
  {
    evidence = [],
    ...rest
  }: Omit<Finding, "code" | "severity" | "evidence"> & Partial<Pick<Finding, "evidence">>,
): Finding {
  return { code, severity: FINDINGS[code].severity, evidence, ...rest };
}
