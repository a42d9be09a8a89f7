import type { Environment } from "../model/environment.ts";
import type { Finding, Remedy } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import { shellWord } from "../model/shell-word.ts";
import type { HostVitals, Looked, Vitals } from "../model/vitals.ts";

/** What a check of one environment may look at. */
export interface Patient {
  readonly environment: Environment;
  readonly vitals: Vitals;
}

/** What a check came to: findings (none is a pass), or why it could not run. */
export type Outcome = { readonly findings: readonly Finding[] } | { readonly skipped: Reason };

/** A check: a pure judgement of what was looked at. It gives undefined where it does not apply. */
export interface Check<Subject = Patient> {
  readonly name: string;
  readonly judge: (subject: Subject) => Outcome | undefined;
}

/** What a check of the machine and of the place may look at. */
export interface Host {
  readonly subject: AbsolutePath;
  readonly host: HostVitals;
  /** The environment that serves here, when there is one. */
  readonly environment?: Environment;
}

/** Judges what was looked at; what could not be looked at is skipped with its reason. */
export function over<Value>(
  looked: Looked<Value> | undefined,
  judge: (value: Value) => readonly Finding[],
): Outcome | undefined {
  if (looked === undefined) return undefined;
  return "skipped" in looked ? looked : { findings: judge(looked.value) };
}

/** The command that heals an environment, to paste. */
export function repairCommand(prefix: AbsolutePath): string {
  return `burrow repair ${shellWord(prefix)}`;
}

/** The environment anew, as it was recorded. */
export function rebuild(prefix: AbsolutePath): Remedy {
  return { goal: "as-recorded", prefix, how: "rebuild", names: [] };
}

/** Distributions put back at their versions. */
export function reinstall(prefix: AbsolutePath, names: readonly string[]): Remedy {
  return { goal: "as-recorded", prefix, how: "reinstall", names: [...new Set(names)].toSorted() };
}

/** A few names, and how many more there are. */
export function few(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  return names.slice(0, most).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
