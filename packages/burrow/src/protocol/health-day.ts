import type { HealthReport } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import { type Codec, list, literal, Mismatch, oneOf, text } from "./codec.ts";
import { healthReport } from "./health.ts";
import { path } from "./nouns.ts";
import { object } from "./object.ts";

/** What was examined on one day: of each project and of the machine the last report. */
export interface DayReport {
  readonly schema: 1;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly examined: readonly {
    readonly scope: "project" | "machine";
    readonly root: AbsolutePath;
    readonly report: HealthReport;
  }[];
}

/** The file `health-reports/YYYY-MM-DD.json`. */
export const dayReport: Codec<DayReport> = object<DayReport>({
  schema: literal(1),
  day: text,
  examined: list(
    object<DayReport["examined"][number]>({
      scope: oneOf(["project", "machine"]),
      root: path,
      report: healthReport,
    }),
  ),
});

/** The text of the file. */
export function encodeDay(value: DayReport): string {
  return `${JSON.stringify(dayReport.encode(value), undefined, 1)}\n`;
}

/** What a file holds; nothing when it cannot be read: it is written anew at the next examination. */
export function decodeDay(content: string | undefined): DayReport["examined"] {
  try {
    return dayReport.decode(JSON.parse(content ?? ""), "").examined;
  } catch (error) {
    if (error instanceof Mismatch || error instanceof SyntaxError) return [];
    throw error;
  }
}
