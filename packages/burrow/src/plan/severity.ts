import type { Break, Severity } from "../model/plan.ts";
import type { Policy } from "../model/policy.ts";
import { reason, type Reason } from "../model/reason.ts";
import { sameCondaSeries } from "./conda/series.ts";
import type { Reader } from "./reader.ts";
import type { Scene } from "./scene.ts";

/** What is known about one conflict when its severity is judged. */
export interface ConflictCase {
  /** PEP 503 normalised. */
  readonly name: string;
  readonly installed: string;
  /** The version that an engine would put there; absent while none has answered. */
  readonly resolved?: string;
  /** What replacing it would newly break. */
  readonly breaks: readonly Break[];
}

/** Tells versions apart as the goal's backend numbers them. */
export type Series = Pick<Reader, "sameSeries">;

/** That of a scene: conda has versions of its own. */
export function seriesOf({ goal, reader }: Pick<Scene, "goal" | "reader">): Series {
  return goal.backend === "conda" ? { sameSeries: sameCondaSeries } : reader;
}

/**
 * How grave a conflict is (design §5), first match wins: it breaks another distribution; listed as breaking; listed as upgradeable;
 * epoch or first release number differ; else minor. While no engine has said what would replace it, an unlisted one counts as major.
 */
export function severityOf(
  { name, installed, resolved, breaks }: ConflictCase,
  policy: Policy,
  series: Series,
): { readonly severity: Severity; readonly because: Reason } {
  const [broken] = breaks;
  if (broken !== undefined)
    return {
      severity: "major",
      because: reason("severity-breaks", { name: broken.name, version: broken.version, needs: broken.needs }),
    };
  if (policy.breaking.includes(name))
    return { severity: "major", because: reason("severity-breaking", { name }) };
  if (policy.upgradeable.includes(name))
    return { severity: "minor", because: reason("severity-upgradeable", { name }) };
  if (resolved === undefined)
    return { severity: "major", because: reason("severity-unknown", { installed }) };
  return series.sameSeries(installed, resolved)
    ? { severity: "minor", because: reason("severity-minor", { installed, version: resolved }) }
    : { severity: "major", because: reason("severity-release", { installed, version: resolved }) };
}
