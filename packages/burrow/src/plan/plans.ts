import type { Fact } from "../model/fact.ts";
import type { Goal } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Action, Change, Decision, Plan } from "../model/plan.ts";
import { counted, reason, type Reason } from "../model/reason.ts";
import type { Pin } from "../model/pin.ts";
import type { Site, Survey } from "../model/survey.ts";
import type { Verdict } from "../model/verdict.ts";
import { judgedOn } from "./applies.ts";
import { buildsOf } from "./builds.ts";
import { conflictOf } from "./conflict.ts";
import { rank } from "./candidates.ts";
import { changesOf } from "./changes.ts";
import { changesOnTop } from "./conda/conda-exact.ts";
import type { Blueprint } from "./blueprint.ts";
import { recordedReason } from "./exact.ts";
import { isLackingOnTop } from "./fit-result.ts";
import { hookSteps } from "./hooks.ts";
import { type Held, heldIn } from "./installed.ts";
import { type Judgement, summaryOf } from "./judgement.ts";
import { isRenewed } from "./renewal.ts";
import { executableIn, placeOf, pythonAt } from "./place.ts";
import type { Scene } from "./scene.ts";
import { generationSteps, inPlaceSteps } from "./steps.ts";
import { untried } from "./untried.ts";

/** A plan that uses the candidate as it stands, or changes it where it is. */
export function inPlacePlan(scene: Scene, judgements: readonly Judgement[], chosen: Judgement): Decision {
  const { candidate, outcome, because, pins, removed, fit, conflicts, breaks } = chosen;
  const { environment } = candidate;
  if (environment === undefined) return refusal(scene, judgements, because);
  const { realPrefix, generation, kind, version = "" } = environment;
  const executable = environment.executable ?? pythonAt(candidate.prefix, scene.survey);
  const changing = outcome !== "reuse";
  const hooks = hookSteps(scene, realPrefix, changing);
  const free = fit?.onTop?.clashes.map(({ name }) => name) ?? [];
  const builds = buildsOf(scene.goal, fit);
  const onTop =
    fit?.onTop !== undefined && scene.goal.exact !== undefined
      ? { placed: fit.onTop.unmet, uninstalled: fit.onTop.extraneous ?? [] }
      : undefined;
  const { goal, policy } = scene;
  const contents = { goal, policy, pins, removed, builds, free, hooks, ...(onTop && { onTop }) };
  return planned({
    ...common(scene, judgements),
    goal: judgedOn(scene.goal, environment, scene.reader),
    action: outcome === "extend" || outcome === "upgrade" || outcome === "repair" ? outcome : "reuse",
    because,
    environment: {
      prefix: candidate.prefix,
      ...(generation && { generation: generation.folder }),
      origins: candidate.origins,
      kind,
      version,
      executable,
    },
    steps: changing ? inPlaceSteps(realPrefix, executable, contents) : [...hooks.before, ...hooks.after],
    changes: [
      ...changesOf(heldIn(environment, scene.goal), pins, removed, builds),
      ...(changing ? changesOnTop(environment, scene.goal) : []),
    ],
    missing: fit?.missing.map(({ text }) => text) ?? [],
    conflicts,
    breaks,
    pins,
    warnings: [
      ...common(scene, judgements).warnings,
      ...preferred(scene, chosen),
      ...unrenewed(scene, chosen),
      ...chosen.warnings,
    ],
    facts: [...scene.goal.facts, ...environment.facts, ...tenantFacts(scene, realPrefix), ...hooks.facts],
  });
}

/** What the judgement of a change relied on beside the environment: the manifests of the other projects in it. */
function tenantFacts({ survey }: Scene, prefix: AbsolutePath): readonly Fact[] {
  return (survey.tenants ?? []).flatMap(({ realPrefix, goal }) => (realPrefix === prefix ? goal.facts : []));
}

/** What `--newest` leaves as it is, since it is somebody else's. */
function unrenewed(scene: Scene, { candidate }: Judgement): readonly Reason[] {
  return scene.policy.newest && !isRenewed(candidate, scene) ? [reason("newest-not-own", {})] : [];
}

/** With both at hand, the active environment is looked at before the enclosing project's; that is said when it decides. */
function preferred({ survey }: Scene, { candidate }: Judgement): readonly Reason[] {
  const passed = survey.reaches.some(
    ({ origin, realPrefix }) =>
      origin === "enclosing" && realPrefix !== undefined && realPrefix !== candidate.environment?.realPrefix,
  );
  return rank(candidate) === "active" && passed ? [reason("active-first", {})] : [];
}

/** What a new environment follows, and for whom it is. */
export interface Rebuilt {
  readonly replaced?: Judgement;
  /** All that it has to hold, when that is more than the goal that asked. */
  readonly holds?: Goal;
  /** Projects that it serves beside the one whose place it is. */
  readonly tenants?: readonly AbsolutePath[];
}

/** A plan that builds the project's own environment, or its next generation. */
export function createPlan(
  scene: Scene,
  judgements: readonly Judgement[],
  site: Site,
  { base, pins, options, byHand, also = [], verdicts, warnings }: Blueprint,
  { replaced, holds = scene.goal, tenants = [] }: Rebuilt = {},
): Decision {
  const { policy, survey } = scene;
  const place = placeOf(site, policy.adopt);
  const before = replaced?.candidate.environment;
  const isKnown = before !== undefined && before.broken === undefined;
  const was: ReadonlyMap<string, Held> = isKnown ? heldIn(before, holds) : new Map();
  const kept = new Set([
    ...pins.map(({ name }) => name),
    ...(holds.project?.name === undefined ? [] : [holds.project.name]),
  ]);
  const gone = [...was.values()]
    .filter(({ name, inherited }) => inherited !== true && !kept.has(name))
    .map(({ name }) => name);
  const changes = [...changesOf(was, pins, gone), ...changesOnTop(isKnown ? before : undefined, holds)];
  const action = replaced === undefined ? "create" : rebuildAction(replaced, changes);
  const conflicts = replaced?.fit?.clashes.map((clash) => conflictOf(clash, { pins }, [], scene)) ?? [];
  const shared = common(scene, judgements);
  const hooks = hookSteps(scene, place.generation, true);
  const python = base?.python ?? condaPython(pins, survey);
  return planned({
    ...shared,
    goal: judgedOn({ ...scene.goal, options }, python, scene.reader),
    candidates: [
      ...judgements.map((one) =>
        one === replaced ? { ...summaryOf(one), action, conflicts } : summaryOf(one),
      ),
      ...untried(scene, judgements).candidates,
    ],
    action,
    because: replaced?.because ?? createReason(scene, judgements),
    environment: {
      prefix: place.link,
      generation: place.generation,
      origins: replaced?.candidate.origins ?? ["own"],
      kind: base === undefined ? "conda" : "venv",
      version: python.version,
      executable:
        base === undefined ? pythonAt(place.link, survey) : executableIn(place.link, survey.platform),
    },
    ...(base && {
      python: { executable: base.python.executable, version: python.version, because: base.because },
    }),
    steps: generationSteps(place, site, base?.python, {
      goal: holds,
      policy,
      pins,
      removed: [],
      builds: buildsOf(holds),
      also,
      hooks,
    }),
    changes,
    missing: replaced?.fit?.missing.map(({ text }) => text) ?? [],
    conflicts,
    breaks: [],
    verdicts: [...shared.verdicts, ...verdicts],
    pins,
    warnings: [...shared.warnings, ...warnings, ...(place.note ? [place.note] : [])],
    ...(tenants.length > 0 && { tenants }),
    ...(byHand.length > 0 && { byHand }),
    facts: [...holds.facts, ...site.facts, ...(before?.facts ?? []), ...hooks.facts],
  });
}

/** The Python among the packages of a conda environment, as markers see it; there may be none. */
function condaPython(pins: readonly Pin[], { platform }: Survey) {
  const version = pins.find(({ name }) => name === "python")?.version ?? "";
  return { version, implementation: "cpython", platform };
}

/** A plan that does nothing and says why: exit status 3. */
export function refusal(
  scene: Scene,
  judgements: readonly Judgement[],
  because: Reason,
  verdicts: readonly Verdict[] = [],
): Decision {
  const shared = common(scene, judgements);
  return planned({
    ...shared,
    action: "refuse",
    because,
    steps: [],
    changes: [],
    missing: [],
    conflicts: [],
    breaks: [],
    verdicts: [...shared.verdicts, ...verdicts],
    pins: [],
    facts: scene.goal.facts,
  });
}

/** What every plan says of the scene that it was made in. */
export function common(scene: Scene, judgements: readonly Judgement[]) {
  const { survey, goal, policy } = scene;
  const rest = untried(scene, judgements);
  return {
    schema: 1,
    id: `plan-${survey.id}`,
    goal,
    survey: survey.id,
    backend: goal.backend,
    ...(policy.engine !== undefined && { engine: policy.engine }),
    candidates: [...judgements.map(summaryOf), ...rest.candidates],
    verdicts: [...judgements.flatMap(({ verdicts }) => verdicts), ...rest.verdicts],
    warnings: [...survey.warnings, ...goal.warnings],
  } as const;
}

/** The finished plan as a decision. */
export function planned(plan: Plan): Decision {
  return { kind: "plan", plan };
}

/** Additions alone are an extension, also in a next generation; an unwell one is repaired, whatever else changes with that. */
function rebuildAction({ fit, candidate, unwell }: Judgement, changes: readonly Change[]): Action {
  if (candidate.environment?.broken !== undefined || fit === undefined || unwell === true) return "repair";
  // What pip does on top of conda's packages is resolved once they are there.
  if (changes.length === 0 && isLackingOnTop(fit)) return fit.clashes.length > 0 ? "upgrade" : "extend";
  if (changes.length === 0) return "repair";
  return changes.every(({ from }) => from === undefined) ? "extend" : "upgrade";
}

/** Why nothing that is there serves. */
export function createReason({ policy, goal }: Scene, judgements: readonly Judgement[]): Reason {
  if (goal.exact !== undefined) return recordedReason(goal);
  if (policy.isolate || policy.reuse === "never") return reason("isolation-asked", {});
  const real = judgements.filter(
    ({ candidate }) => candidate.environment !== undefined || rank(candidate) === "own",
  );
  if (real.length === 0) return reason("none-found", {});
  return reason("none-fits", { what: counted(real.length, "candidate") });
}
