import type { Environment } from "../../model/environment.ts";
import type { Decision } from "../../model/plan.ts";
import type { Pin } from "../../model/pin.ts";
import { counted, reason, type Reason } from "../../model/reason.ts";
import type { CondaQuestion, Resolution } from "../../model/resolve.ts";
import { type Candidate, candidatesOf, isOwnGeneration, rank } from "../candidates.ts";
import { failureReason } from "../hopeless.ts";
import type { Judgement } from "../judgement.ts";
import { refusal } from "../plans.ts";
import { ask, type Asking, type Scene } from "../scene.ts";
import { FORBIDDING_CHANGE, REJECTING, type Standing } from "../standing.ts";
import { brokenPackages } from "./broken-packages.ts";
import { type CondaFit, condaFit, holds } from "./conda-fit.ts";
import { condaCreatePlan, condaInPlacePlan } from "./conda-plans.ts";
import { pipBeside } from "./pip-beside.ts";
import { condaWant } from "./conda-state.ts";

type Judged = Judgement & { readonly condaFit?: CondaFit };

/** Decides what a conda environment should be, by the same order of candidates and the same rules about what they are; only what is in them speaks conda. */
export function decideConda(scene: Scene): Decision {
  const judgements: Judged[] = [];
  for (const candidate of candidatesOf(scene.survey)) {
    const ownRejected = judgements.some((one) => one.candidate.origins.includes("own"));
    if (ownRejected && !candidate.origins.includes("own")) continue;
    const judged = judgeConda(candidate, scene);
    if ("kind" in judged) return judged;
    judgements.push(judged);
    const { outcome, because } = judged;
    if (outcome === "rebuild") return create(scene, judgements, judged);
    if (outcome === "reject" && rank(candidate) !== "named") continue;
    if (outcome === "reject") return refusal(scene, judgements, because);
    return condaInPlacePlan(scene, judgements, judged);
  }
  return create(scene, judgements);
}

function judgeConda(candidate: Candidate, scene: Scene): Judged | Asking {
  const { environment } = candidate;
  const subject = environment?.realPrefix ?? candidate.prefix;
  const verdicts: Judgement["verdicts"][number][] = [];
  const conclude = (
    rule: string,
    conclusion: Pick<Judged, "outcome" | "because"> & Partial<Judged>,
  ): Judged => {
    const outcome = conclusion.outcome === "reject" ? "reject" : "accept";
    const said = [...verdicts, { rule, subject, outcome, because: conclusion.because } as const];
    return {
      candidate,
      conflicts: [],
      breaks: [],
      pins: [],
      removed: [],
      warnings: [],
      verdicts: said,
      ...conclusion,
    };
  };
  if (environment === undefined)
    return conclude("present", {
      outcome: "reject",
      because: candidate.problem ?? reason("not-an-environment", { path: candidate.prefix }),
    });
  const own = isOwnGeneration(candidate);
  const standing: Standing = { candidate, environment, ...scene };
  for (const { name, test } of REJECTING) {
    const because = test(standing);
    if (because !== undefined) return conclude(name, { outcome: own ? "rebuild" : "reject", because });
    verdicts.push({ rule: name, subject, outcome: "accept", because: reason("no-objection", {}) });
  }
  const fit = condaFit(environment, scene.goal, scene.reader);
  if (holds(fit))
    return conclude("satisfied", {
      outcome: "reuse",
      because:
        fit.asked === 0
          ? reason("nothing-asked", {})
          : reason("satisfied", { what: counted(fit.asked, "requirement") }),
      condaFit: fit,
      warnings: pipBeside(environment, scene.goal),
    });
  const because = condaWant(fit) ?? reason("own-rebuild", {});
  if (own) return conclude("own", { outcome: "rebuild", because, condaFit: fit });
  for (const { name, test } of FORBIDDING_CHANGE) {
    const objection = test(standing);
    if (objection !== undefined)
      return conclude(name, { outcome: "reject", because: objection, condaFit: fit });
  }
  const change = changeOf(environment, fit, scene, mayUpgrade(candidate));
  if (change.kind === "ask") return change;
  if (change.kind === "failed")
    return conclude("resolve", { outcome: "reject", because: change.because, condaFit: fit });
  const { pins, removed, kept } = change;
  const breaks = brokenPackages(environment.packages ?? [], { pins, removed });
  const [broken] = breaks;
  if (broken !== undefined) {
    const why = reason("would-break", { name: broken.name });
    return conclude("breaks", { outcome: "reject", because: why, breaks, condaFit: fit });
  }
  return conclude(kept ? "extend" : "conflict", {
    outcome: kept ? "extend" : "upgrade",
    because: kept
      ? reason("only-missing", { what: counted(fit.missing.length + fit.pip.length, "package") })
      : reason("own-upgrade", {}),
    pins,
    removed,
    condaFit: fit,
  });
}

/** Another's prefix is extended, never made to hold other versions. */
function mayUpgrade(candidate: Candidate): boolean {
  return candidate.origins.includes("own") || rank(candidate) === "named";
}

type Change =
  | Asking
  | {
      readonly kind: "change";
      readonly pins: readonly Pin[];
      readonly removed: readonly string[];
      readonly kept: boolean;
    }
  | { readonly kind: "failed"; readonly because: Reason };

/** What would change in place: additions alone where that is possible, else the versions in the way freed. */
function changeOf(environment: Environment, fit: CondaFit, scene: Scene, upgrade: boolean): Change {
  const { missing, clashes, ailment } = fit;
  if (ailment !== undefined) return { kind: "failed", because: ailment };
  if (clashes.length === 0) {
    if (missing.length === 0) return { kind: "change", pins: [], removed: [], kept: true };
    const answer = askInto(environment, scene, "frozen", []);
    if (answer.kind === "ask") return answer;
    if (answer.kind === "resolved" && answer.removed.length === 0)
      return { kind: "change", pins: answer.pins, removed: [], kept: true };
    if (answer.kind !== "resolved" && answer.kind !== "conflict")
      return { kind: "failed", because: failureReason(answer, scene.goal) };
  }
  if (!upgrade) return { kind: "failed", because: condaWant(fit) ?? reason("conflict-unnamed", {}) };
  const names = [...new Set(clashes.map(({ name }) => name))].toSorted();
  const freed = names.length === 0 ? undefined : askInto(environment, scene, "freed", names);
  if (freed?.kind === "ask") return freed;
  const answer = freed?.kind === "resolved" ? freed : askInto(environment, scene, "freed", []);
  if (answer.kind === "ask") return answer;
  return answer.kind === "resolved"
    ? { kind: "change", pins: answer.pins, removed: answer.removed, kept: false }
    : { kind: "failed", because: failureReason(answer, scene.goal) };
}

function askInto(
  { realPrefix, packages = [] }: Environment,
  scene: Scene,
  mode: "frozen" | "freed",
  free: readonly string[],
): Resolution | Asking {
  return ask(scene, {
    ...questionOf(scene),
    key: `${mode}:${realPrefix}:${free.join(",") || "*"}`,
    mode,
    prefix: realPrefix,
    installed: packages,
    free,
  });
}

/** Builds an environment of the project's own, or the next generation of the one that it has: what a fresh lock says, else what the engine finds with what was there preferred. */
function create(scene: Scene, judgements: readonly Judged[], replaced?: Judged): Decision {
  const { survey, goal, policy } = scene;
  const { site } = survey;
  if (site === undefined || !site.writable)
    return refusal(scene, judgements, reason("site-not-writable", { path: site?.root ?? goal.root }));
  if (site.occupant !== "nothing" && site.occupant !== "own-link")
    return refusal(scene, judgements, reason("in-the-way", { path: site.link }));
  const locked = goal.conda?.locked?.filter(({ conda }) => conda !== undefined);
  if (locked !== undefined) return condaCreatePlan(scene, judgements, site, locked, replaced);
  const before = replaced?.candidate.environment;
  const preferred = policy.exact || before?.broken !== undefined ? [] : (before?.packages ?? []);
  const clashing = new Set(replaced?.condaFit?.clashes.map(({ name }) => name));
  const question = { ...questionOf(scene), installed: preferred.filter(({ name }) => !clashing.has(name)) };
  const answer = ask(scene, question);
  if (answer.kind === "ask") return answer;
  if (answer.kind !== "resolved") return refusal(scene, judgements, failureReason(answer, goal));
  return condaCreatePlan(scene, judgements, site, answer.pins, replaced);
}

function questionOf({ goal }: Scene): CondaQuestion {
  const spec = ({ matchSpec, name }: (typeof goal.requirements)[number]) => matchSpec ?? name;
  return {
    kind: "resolve-conda",
    key: "fresh:conda",
    mode: "fresh",
    // `nodefaults` says only that no other channel counts.
    channels: (goal.conda?.channels ?? []).filter((channel) => channel !== "nodefaults"),
    specs: [...goal.requirements.filter(({ kind }) => kind === "conda").map(spec), ...askedPython(goal)],
    constraints: goal.constraints.filter(({ kind }) => kind === "conda").map(spec),
    installed: [],
    free: [],
  };
}

/** `--python 3.12` asks for the package of that version. */
function askedPython({ python: { asked } }: Scene["goal"]): readonly string[] {
  return asked !== undefined && /^\d+(?:\.\d+)*$/u.test(asked.text) ? [`python ${asked.text}.*`] : [];
}
