import type { Environment } from "../model/environment.ts";
import type { AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Candidate } from "./candidates.ts";
import { fitOf } from "./fit.ts";
import { failureReason } from "./hopeless.ts";
import { installedIn } from "./installed.ts";
import type { Judgement } from "./judgement.ts";
import { freshQuestion } from "./questions.ts";
import { ask, type Asking, type Scene } from "./scene.ts";
import { FORBIDDING_CHANGE } from "./standing.ts";

/** The candidate that the policy wants repaired: the project's own, where its place is. */
export function isToBeRepaired({ origins, prefix }: Candidate, { policy, survey: { site } }: Scene): boolean {
  return policy.repair !== undefined && origins.includes("own") && prefix === site?.link;
}

/** A candidate that is built anew because the policy asks for its repair. */
export function rebuiltFor(candidate: Candidate, because: Reason): Judgement {
  return {
    candidate,
    outcome: "rebuild",
    because,
    verdicts: [],
    conflicts: [],
    breaks: [],
    pins: [],
    removed: [],
    warnings: [],
  };
}

/**
 * Judges a repair in place: the named distributions are put back at the versions that the goal records, and what is needed and missing is added; nothing else
 * changes. The goal resolves alone, for what is damaged says nothing reliable of itself.
 */
export function judgeRepair(
  candidate: Candidate,
  scene: Scene,
  names: readonly string[],
): Judgement | Asking {
  const { goal, reader } = scene;
  const { environment } = candidate;
  const judged = (
    outcome: Judgement["outcome"],
    because: Reason,
    rest: Partial<Judgement> = {},
  ): Judgement => ({
    ...rebuiltFor(candidate, because),
    outcome,
    verdicts: [
      {
        rule: "repair",
        subject: environment?.realPrefix ?? candidate.prefix,
        outcome: outcome === "reject" ? "reject" : "accept",
        because,
      },
    ],
    ...rest,
  });
  if (!hasPython(environment)) return judged("reject", reason("no-executable", { path: candidate.prefix }));
  for (const { test } of FORBIDDING_CHANGE) {
    const objection = test({ candidate, environment, ...scene });
    if (objection !== undefined) return judged("reject", objection);
  }
  const installed = installedIn(environment);
  const fit = fitOf(environment, installed, goal, reader);
  const damaged = new Set(names);
  const rest = goal.requirements.filter(({ name }) => !damaged.has(name));
  const whole = { name: "repair", keep: [], also: [] };
  const first = ask(scene, freshQuestion(environment.executable, { goal }, whole));
  if (first.kind === "ask") return first;
  // What is not damaged may be on no index, or may never have gone together: then it only limits.
  const alone = { ...goal, requirements: goal.requirements.filter(({ name }) => damaged.has(name)) };
  const keep = rest.flatMap(({ name, specifier }) =>
    specifier.startsWith("==") ? [{ name, version: specifier.slice(2) }] : [],
  );
  const answer =
    first.kind === "resolved" || first.kind === "unreachable" || alone.requirements.length === 0
      ? first
      : ask(
          scene,
          freshQuestion(environment.executable, { goal: alone }, { name: "repair:damaged", keep, also: [] }),
        );
  if (answer.kind === "ask") return answer;
  if (answer.kind !== "resolved") return judged("reject", failureReason(answer, goal));
  const pins = answer.pins.filter(({ name }) => damaged.has(name) || !installed.has(name));
  if (pins.length === 0) return judged("reject", reason("nothing-to-heal", {}));
  const because = reason("repair-reinstalls", { names: pins.map(({ name }) => name).join(", ") });
  return judged("repair", because, { pins, fit });
}

function hasPython(
  environment: Environment | undefined,
): environment is Environment & { readonly executable: AbsolutePath } {
  return environment?.executable !== undefined && environment.broken === undefined;
}
