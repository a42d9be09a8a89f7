import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { Decision } from "../model/plan.ts";
import { parent } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Policy } from "../model/policy.ts";
import { counted, reason, type Reason } from "../model/reason.ts";
import type { Answers } from "../model/resolve.ts";
import type { Survey } from "../model/survey.ts";
import { forbiddenBuild } from "./builds.ts";
import { type Candidate, candidatesOf, isOwnGeneration, rank } from "./candidates.ts";
import { variantsFor } from "./carry-over.ts";
import type { Blueprint } from "./blueprint.ts";
import { blueprint } from "./create.ts";
import { buildInPlacePlan, pythonPlan, sourcesPlan } from "./first-plans.ts";
import { guestsOf, hostedPlan, hostOf } from "./host.ts";
import { heldIn, isReplaced } from "./installed.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";
import { isRenewed } from "./renewal.ts";
import { isTaken } from "./place.ts";
import { createPlan, inPlacePlan, refusal } from "./plans.ts";
import { newReader } from "./new-reader.ts";
import type { Reader } from "./reader.ts";
import { isToBeRepaired, judgeRepair, rebuiltFor } from "./repair.ts";
import type { Scene } from "./scene.ts";
import { unbuilt, withBuilt } from "./sources.ts";
import { unionOf } from "./union.ts";

/**
 * Decides what a project's environment should be: a plan, or the next thing that must be known first. Pure: the same input gives the same answer,
 * and the caller comes back with the answer to a question until there is a plan (design §5). A `reader` that is handed in again spares reading texts twice.
 */
export function decide(
  survey: Survey,
  goal: Goal,
  policy: Policy,
  answers: Answers,
  reader: Reader = newReader(),
): Decision {
  const scene: Scene = { survey, goal, policy, answers, reader };
  const judgements: Judgement[] = [];
  if (goal.problems.length > 0)
    return refusal(
      scene,
      judgements,
      reason("goal-problems", { what: counted(goal.problems.length, "statement") }),
    );

  const isRecorded = goal.exact !== undefined || policy.repair !== undefined;
  if (goal.manifests.length === 0 && !isRecorded && isEverybodysFolder(survey))
    return refusal(scene, judgements, reason("not-a-project", { path: goal.root }));
  const candidates = candidatesOf(survey);
  const patient = candidates.find((candidate) => isToBeRepaired(candidate, scene));
  if (policy.repair !== undefined && patient !== undefined) return repair(scene, patient, policy.repair);
  const adoptable = candidates.find((candidate) => isToBeAdopted(candidate, scene));
  if (adoptable !== undefined) {
    const judgement = adopted(adoptable);
    return build(scene, [judgement], judgement);
  }
  for (const candidate of inTurn(candidates, judgements)) {
    const { environment } = candidate;
    const here =
      environment === undefined || goal.backend === "conda"
        ? scene
        : withBuilt(scene, environment, environment);
    if ("kind" in here) return here;
    const judged = judge(candidate, here);
    if (judged.kind === "ask") return judged;
    judgements.push(judged.judgement);
    if (judged.kind === "hopeless") return refusal(scene, judgements, judged.because);
    const { outcome, because } = judged.judgement;
    const host = hostOf(candidate, scene);
    if (outcome === "rebuild" && host !== undefined) {
      const hosted = hostedPlan(scene, judgements, judged.judgement, host);
      if (hosted.kind !== "rejected") return hosted;
      judgements.splice(-1, 1, rejected(judged.judgement, hosted.because));
      continue;
    }
    if (outcome === "rebuild") return build(scene, judgements, judged.judgement);
    if (outcome === "reuse" && isRenewed(candidate, scene) && isOwnGeneration(candidate))
      return renew(scene, judgements, judged.judgement);
    if (outcome === "reject" && rank(candidate) !== "named") continue;
    if (outcome === "reject") return refusal(scene, judgements, because);
    return inPlace(here, judgements, judged.judgement);
  }
  return build(scene, judgements);
}

/** A candidate as it stands, or changed where it is; what has to be built for that comes first, and only with leave. */
function inPlace(scene: Scene, judgements: readonly Judgement[], chosen: Judgement): Decision {
  const { outcome, fit, toBuild } = chosen;
  if (outcome === "reuse") return inPlacePlan(scene, judgements, chosen);
  const isNeeded = (requirement: GoalRequirement) => fit?.unmet.includes(requirement) ?? true;
  const forbidden = forbiddenBuild(scene, isNeeded);
  if (forbidden !== undefined) return refusal(scene, judgements, forbidden);
  const first = toBuild ?? unbuilt(scene, isNeeded);
  return first.length > 0
    ? buildInPlacePlan(scene, judgements, chosen, first)
    : inPlacePlan(scene, judgements, chosen);
}

/** The judgement once building for both turned out not to be possible. */
function rejected(judgement: Judgement, because: Reason): Judgement {
  const { candidate, verdicts } = judgement;
  const subject = candidate.environment?.realPrefix ?? candidate.prefix;
  return {
    ...judgement,
    outcome: "reject",
    because,
    verdicts: [...verdicts, { rule: "host", subject, outcome: "reject", because }],
  };
}

/** The root of the file system, or a home: no place for an environment that nobody asked for by a manifest. */
function isEverybodysFolder({ site }: Survey): boolean {
  return site !== undefined && (site.isHome || parent(site.root) === site.root);
}

/** Repairs as the policy wants it. A generation is never changed in place: the next one follows it. */
function repair(
  scene: Scene,
  patient: Candidate,
  { how, names, because }: NonNullable<Policy["repair"]>,
): Decision {
  if (patient.environment === undefined) return build(scene, []);
  if (how === "rebuild" || isOwnGeneration(patient)) return build(scene, [], rebuiltFor(patient, because));
  const judged = judgeRepair(patient, scene, names);
  if ("kind" in judged) return judged;
  return judged.outcome === "reject"
    ? refusal(scene, [judged], judged.because)
    : inPlacePlan(scene, [judged], judged);
}

/** `up --adopt`: the project's own environment, made by somebody else, is rebuilt as burrow's own whether or not it would serve. */
function isToBeAdopted(candidate: Candidate, { policy, survey: { site } }: Scene): boolean {
  return (
    policy.adopt &&
    candidate.origins.includes("own") &&
    candidate.prefix === site?.link &&
    !isOwnGeneration(candidate)
  );
}

function adopted(candidate: Candidate): Judgement {
  return rebuiltFor(candidate, reason("adopted", {}));
}

/** What the project asks for, or what was recorded, comes first; a guest that cannot be served with it is told, and gets its own when it asks next. */
function withDropped(found: Blueprint, guests: readonly Goal[]): Blueprint {
  const warnings = guests.map(({ name, root }) => reason("guest-dropped", { name, path: root }));
  return { ...found, warnings: [...found.warnings, ...warnings] };
}

/** The candidates in turn. A project that has an environment of its own keeps one: once one was rejected, only its other own ones are tried. */
function* inTurn(candidates: readonly Candidate[], judgements: readonly Judgement[]): Generator<Candidate> {
  for (const candidate of candidates) {
    const ownRejected = judgements.some((judgement) => judgement.candidate.origins.includes("own"));
    if (!ownRejected || candidate.origins.includes("own")) yield candidate;
  }
}

/** Follows a generation that holds everything by one with the newest versions, where there are any. */
function renew(scene: Scene, judgements: readonly Judgement[], held: Judgement): Decision {
  const { environment } = held.candidate;
  const there = environment === undefined ? undefined : heldIn(environment, scene.goal);
  const isThere = (pin: Pin): boolean => {
    const found = there?.get(pin.name);
    return found !== undefined && !isReplaced(found, pin, scene.reader);
  };
  const asItStands = ({ pins }: Blueprint): Decision | undefined =>
    pins.every(isThere)
      ? inPlacePlan(scene, judgements, {
          ...held,
          because: reason("newest-already", { what: counted(held.fit?.asked ?? 0, "requirement") }),
        })
      : undefined;
  const renewed: Judgement = { ...held, outcome: "rebuild", because: reason("newest", {}) };
  return build(scene, [...judgements.slice(0, -1), renewed], renewed, asItStands);
}

/** Builds an environment of the project's own, or the next generation of the one that it has. `asItStands` gives the plan for when that would hold nothing else. */
function build(
  scene: Scene,
  judgements: readonly Judgement[],
  replaced?: Judgement,
  asItStands: (found: Blueprint) => Decision | undefined = () => undefined,
): Decision {
  const { survey, goal, policy } = scene;
  const { site } = survey;
  if (site === undefined || !site.writable)
    return refusal(scene, judgements, reason("site-not-writable", { path: site?.root ?? goal.root }));
  if (isTaken(site, policy.adopt))
    return refusal(scene, judgements, reason("in-the-way", { path: site.link }));
  const guests = replaced === undefined ? [] : guestsOf(replaced.candidate, scene);
  const shared = guests.length === 0 || goal.exact !== undefined ? undefined : unionOf(goal, guests);
  const before = replaced?.candidate.environment;
  const variants = variantsFor(scene, replaced);
  if (replaced !== undefined && shared !== undefined) {
    const found = blueprint(
      { ...scene, goal: shared },
      before,
      variants.map((one) => ({ ...one, name: `guests:${one.name}` })),
    );
    if (found.kind === "ask") return found;
    const tenants = guests.map(({ root }) => root);
    if (found.kind === "sources-first") return sourcesPlan(scene, judgements, site, found, replaced);
    if (found.kind === "blueprint")
      return (
        asItStands(found) ?? createPlan(scene, judgements, site, found, { replaced, holds: shared, tenants })
      );
  }
  const found = blueprint(scene, before, variants);
  if (found.kind === "ask") return found;
  if (found.kind === "none") return refusal(scene, judgements, found.because, found.verdicts);
  if (found.kind === "python-first") return pythonPlan(scene, judgements, site, found);
  if (found.kind === "sources-first") return sourcesPlan(scene, judgements, site, found, replaced);
  return (
    asItStands(found) ??
    createPlan(
      scene,
      judgements,
      site,
      withDropped(found, guests),
      replaced === undefined ? {} : { replaced },
    )
  );
}
