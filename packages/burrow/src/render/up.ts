import type { Plan, PlannedEnvironment } from "../model/plan.ts";
import { errorText } from "./error.ts";
import { doing } from "./step-words.ts";
import { line, sentences } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { refusalLines } from "./plan.ts";
import { candidateLines } from "./candidates.ts";
import { say } from "./say.ts";
import { warningLines } from "./warnings.ts";

/** What `up` came to (the answer of `operations/up`). */
export interface UpView {
  readonly status: "done" | "unchanged" | "rolled-back" | "refused" | "cancelled";
  readonly plan: Plan;
  readonly environment?: PlannedEnvironment;
  readonly failure?: { readonly step: string; readonly detail: string };
}

/** One line when all is well; otherwise what failed, why, and what to do. */
export function upText({ status, plan, environment, failure }: UpView, reader: Look): readonly string[] {
  const look: Look = { ...reader, here: plan.goal.root };
  const place = environment === undefined ? "" : shown(environment.prefix, look);
  switch (status) {
    case "done":
      return [...ready(environment, place, look), ...warningLines(plan.warnings, look)];
    case "unchanged":
      return [
        ...sentences([{ text: "unchanged  ", tone: "good" }], unchanged(plan, place, look), look, {
          indent: 11,
        }),
        ...warningLines(plan.warnings, look),
      ];
    case "refused":
      return [
        ...refusalLines(plan, look),
        ...candidateLines(plan, look),
        line(["nothing was changed"], look),
      ];
    case "rolled-back":
      return [
        ...errorText(
          {
            message: `${failed(failure?.step)}; everything is as it was before`,
            because: failure?.detail,
            hint: "burrow plan",
          },
          look,
        ),
      ];
    case "cancelled":
      return errorText({ message: "cancelled; everything is as it was before" }, look);
  }
}

/** Of no step: what comes before the first. */
function failed(step = "begin"): string {
  return step === "begin" ? "the change could not be begun" : `${doing(step)} failed`;
}

function ready(environment: PlannedEnvironment | undefined, place: string, look: Look): readonly string[] {
  const python = environment === undefined ? "" : `Python ${environment.version}`;
  const parts = [place, python, "burrow run …"].filter((part) => part !== "");
  return sentences([{ text: "ready  ", tone: "good" }], parts.join(" · "), look, { indent: 7 });
}

function unchanged({ because, goal, saves }: Plan, place: string, look: Look): string {
  const all = counted(goal.requirements.length, "requirement");
  const held: Partial<Record<string, string>> = {
    satisfied: `${place} satisfies ${all}`,
    "newest-already": `${place} satisfies ${all}, and nothing newer is allowed`,
  };
  const what = held[because.code] ?? `${place}: ${say(because, look)}`;
  return saves === undefined || saves.bytes === 0 ? what : `${what} · saves ${bytes(saves.bytes)}`;
}
