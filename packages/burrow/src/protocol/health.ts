import type { Evidence, Finding, HealthReport, Remedy, SkippedCheck } from "../model/finding.ts";
import { FINDINGS } from "../model/findings.ts";
import { type Codec, list, literal, oneOf, optional, text } from "./codec.ts";
import { path, reason } from "./nouns.ts";
import { named, object } from "./object.ts";

const health = oneOf(["healthy", "degraded", "unhealthy", "unknown"]);

/** A judged problem. */
const finding: Codec<Finding> = named(
  "Finding",
  "A judged problem with what it rests on; codes are in docs/findings.md.",
  object<Finding>({
    code: oneOf(Object.keys(FINDINGS) as Finding["code"][]),
    severity: oneOf(["info", "warning", "error", "critical"]),
    subject: path,
    because: reason,
    evidence: list(object<Evidence>({ path, note: optional(text) })),
    action: text,
    remedy: optional(
      object<Remedy>({
        goal: literal("as-recorded"),
        prefix: path,
        how: oneOf(["rebuild", "reinstall"]),
        names: list(text),
      }),
    ),
  }),
);

/** What `doctor` prints, and what `watch` writes. */
export const healthReport: Codec<HealthReport> = object<HealthReport>({
  schema: literal(1),
  takenAt: text,
  health,
  environments: list(object<HealthReport["environments"][number]>({ prefix: path, health })),
  findings: list(finding),
  checked: list(text),
  skipped: list(object<SkippedCheck>({ check: text, subject: path, why: reason })),
});
