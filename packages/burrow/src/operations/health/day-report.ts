import type { HealthReport } from "../../model/finding.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { decodeDay, type DayReport, encodeDay } from "../../protocol/health-day.ts";
import type { Context } from "../context.ts";

/** Days that are kept. */
const MOST_DAYS = 30;

/** Writes what was examined last into the report of its day (`health-reports/YYYY-MM-DD.json` in burrow's data folder), and drops those of long ago. Gives the file. */
export function writeDayReport(
  { bench, folders }: Pick<Context, "bench" | "folders">,
  examined: DayReport["examined"][number],
): AbsolutePath {
  const folder = join(folders.data, "health-reports");
  const day = examined.report.takenAt.slice(0, 10);
  const file = join(folder, `${day}.json`);
  const before = decodeDay(bench.readText(file));
  const others = before.filter(({ scope, root }) => scope !== examined.scope || root !== examined.root);
  bench.makeFolder(folder, 0o700);
  bench.writeFile(file, encodeDay({ schema: 1, day, examined: [...others, examined] }), 0o600);
  const days = bench
    .names(folder)
    .filter((name) => /^\d{4}-\d{2}-\d{2}\.json$/u.test(name))
    .toSorted();
  for (const name of days.slice(0, -MOST_DAYS)) bench.removeFile(join(folder, name));
  return file;
}

/** The last report of any day; undefined when nothing was ever examined. */
export function lastReport({ bench, folders }: Pick<Context, "bench" | "folders">): HealthReport | undefined {
  const folder = join(folders.data, "health-reports");
  const last = bench
    .names(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .at(-1);
  if (last === undefined) return undefined;
  const reports = decodeDay(bench.readText(join(folder, last))).map(({ report }) => report);
  return reports.toSorted((a, b) => (a.takenAt < b.takenAt ? -1 : 1)).at(-1);
}
