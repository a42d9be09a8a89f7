import type { Finding } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import { reason, type Reason } from "../model/reason.ts";
import { findingLinesFor } from "./health.ts";
import { line, sentences } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { counted } from "./measures.ts";
import { planBody } from "./plan.ts";
import { say } from "./say.ts";

/** What a repair came to (the answer of `operations/repair`). */
export interface RepairView {
  readonly status: "healthy" | "planned" | "done" | "partly" | "refused" | "cancelled" | "rolled-back";
  readonly healed: readonly Finding[];
  readonly left: readonly Finding[];
  readonly repairs: readonly {
    readonly prefix: AbsolutePath;
    readonly status: string;
    readonly plan?: Plan;
    readonly because?: Reason;
    readonly failure?: { readonly step: string; readonly detail: string };
    readonly lost: readonly Reason[];
  }[];
}

/** What was healed, what could not be had again, and what is left with what a person can do. */
export function repairText({ status, healed, left, repairs }: RepairView, look: Look): readonly string[] {
  if (status === "healthy") return [line(["Nothing to heal."], look), ...findingLinesFor(left, look)];
  const planned = status === "planned";
  return [
    ...headline(status, healed.length, left.length, look),
    ...repairs.flatMap((one) => [
      ...(planned && one.plan !== undefined ? planBody(one.plan, look) : []),
      ...(one.because === undefined ? [] : why(one.prefix, one.because, look)),
      ...(one.failure === undefined
        ? []
        : why(
            one.prefix,
            reason("cannot-heal", { detail: `${one.failure.step}: ${one.failure.detail}` }),
            look,
          )),
      ...one.lost.flatMap((lost) => sentences([{ text: "! ", tone: "warn" }], say(lost, look), look)),
    ]),
    ...(planned ? [] : findingLinesFor(left, look)),
    ...(planned ? ["", line(["nothing was changed · burrow repair --yes does this"], look)] : []),
  ];
}

function why(prefix: AbsolutePath, because: Reason, look: Look): readonly string[] {
  return sentences([{ text: "✗ ", tone: "bad" }, `${shown(prefix, look)}  `], say(because, look), look);
}

function headline(status: RepairView["status"], healed: number, left: number, look: Look): readonly string[] {
  switch (status) {
    case "done":
      return [line([{ text: "healed  ", tone: "good" }, counted(healed, "finding")], look)];
    case "partly":
      return [
        line(
          [{ text: "partly healed  ", tone: "warn" }, `${counted(healed, "finding")}, ${left} left`],
          look,
        ),
      ];
    case "refused":
      return [line([{ text: "not healed  ", tone: "bad" }, "nothing was changed"], look)];
    case "rolled-back":
      return [line([{ text: "not healed  ", tone: "bad" }, "everything is as it was before"], look)];
    case "cancelled":
      return [line(["cancelled · nothing was changed"], look)];
    case "healthy":
    case "planned":
      return [];
  }
}
