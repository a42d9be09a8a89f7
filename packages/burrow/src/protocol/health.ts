import type { Evidence, Finding, HealthReport, Remedy, SkippedCheck } from "../model/finding.ts";
import { FINDINGS } from "../model/findings.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import type { Reason } from "../model/reason.ts";
import { type Codec, list, literal, Mismatch, oneOf, optional, text } from "./codec.ts";
import { path, reason } from "./nouns.ts";
import { named, object } from "./object.ts";
import { plan } from "./plan.ts";

/** How something is as a whole. */
export const health = oneOf(["healthy", "degraded", "unhealthy", "unknown"]);

/** A judged problem. */
export const finding: Codec<Finding> = named(
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
  untried: optional(list(text)),
});

/** Reads what `doctor --json` printed; undefined when it is no report. */
export function readHealthReport(printed: string): HealthReport | undefined {
  try {
    return healthReport.decode(JSON.parse(printed), "");
  } catch (error) {
    if (error instanceof Mismatch || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What `repair` prints. */
export interface RepairDocument {
  readonly schema: 1;
  readonly status: "healthy" | "planned" | "done" | "partly" | "refused" | "cancelled" | "rolled-back";
  readonly healed: readonly Finding[];
  readonly left: readonly Finding[];
  readonly repairs: readonly {
    readonly prefix: AbsolutePath;
    readonly status: "done" | "unchanged" | "rolled-back" | "refused" | "cancelled";
    readonly plan?: Plan;
    readonly because?: Reason;
    readonly failure?: { readonly step: string; readonly detail: string };
    readonly lost: readonly Reason[];
  }[];
}

/** What a repair came to. */
export const repair: Codec<RepairDocument> = object<RepairDocument>({
  schema: literal(1),
  status: oneOf(["healthy", "planned", "done", "partly", "refused", "cancelled", "rolled-back"]),
  healed: list(finding),
  left: list(finding),
  repairs: list(
    object<RepairDocument["repairs"][number]>({
      prefix: path,
      status: oneOf(["done", "unchanged", "rolled-back", "refused", "cancelled"]),
      plan: optional(plan),
      because: optional(reason),
      failure: optional(
        object<NonNullable<RepairDocument["repairs"][number]["failure"]>>({ step: text, detail: text }),
      ),
      lost: list(reason),
    }),
  ),
});
