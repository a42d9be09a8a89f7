import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import type { Policy } from "../model/policy.ts";
import type { Answer } from "../model/resolve.ts";
import type { Survey } from "../model/survey.ts";
import { decide } from "../plan/decide.ts";
import { newReader } from "../plan/new-reader.ts";
import { packageProblems, recordProblems } from "../survey/records.ts";
import type { Context } from "./context.ts";
import {
  beginConda,
  type EngineQuestion,
  engineChoice,
  hasCondaEngine,
  lazyConda,
  lazyEngine,
  type LazyEngines,
  needsConda,
  pythonOfEngine,
  resolveWith,
} from "./engines/engine.ts";
import { wheelFolder } from "./folders.ts";
import { interpretersFor, surroundings } from "./look.ts";
import type { CondaChoice } from "./engines/engine-consent.ts";
import { withRemembered } from "./kept-states.ts";
import { preferredPython, recollect } from "./memory.ts";
import type { PlanOptions } from "./options.ts";
import type { Recollection } from "../registry/registry.ts";
import { policyOf } from "./policy.ts";
import { markExternal, namedEnvironment, type Project, readProject } from "./settings.ts";
import { sizeOf } from "./machine/size.ts";

/** Questions that one plan may ask; more would be a planner that goes in circles. */
const MOST_QUESTIONS = 32;

/**
 * `planProject`, with nothing remembered. The context may note the looks that the plan relies on; what is only measured for people goes by `measuring`. `fresh` are
 * the folders of wheels that were built from source a moment ago, for this very plan.
 */
export async function planAnew(
  context: Context,
  options: PlanOptions,
  measuring: Context = context,
  fresh: readonly AbsolutePath[] = [],
): Promise<Plan> {
  const project = await readProject(context, options);
  const { goal, settings } = project;
  const said = policyOf(options, settings, namedEnvironment(context, project, options.env));
  const sceneFrom = async (looking: Context, memory?: Recollection): Promise<Scene> => {
    const found = await surroundings(looking, goal, said, { ...(memory && { memory }) });
    const marked = markExternal(context.machine, found, settings);
    const { site } = marked;
    const survey = memory && site ? { ...marked, site: withRemembered(context, site) } : marked;
    const hooks = await hooksFor(context, project, survey);
    return { survey, goal, policy: { ...said, ...(memory && preferredPython(memory)), hooks } };
  };
  // What is remembered comes after what is the project's own: while that fits, the plan does not depend on it.
  const near = await sceneFrom(context);
  const own = await planToKeepOwn(context, near);
  if (own !== undefined) return own;
  const engines = enginesFor(context, goal, options);
  if (goal.backend === "conda" && changesOwn(near) && hasCondaEngine(measuring, options))
    beginConda(context, engines.conda);
  const scene = await sceneFrom({ ...context, report: () => {} }, await recollect(context));
  return planScene(context, scene, engines, measuring, fresh);
}

/** Whether it is nearly certain that something changes: nothing that might serve as it stands is around, unless it is the project's own and does not. */
function changesOwn({ goal: { problems }, survey: { reaches } }: Scene): boolean {
  if (problems.length > 0) return false;
  return reaches.every(({ origin, realPrefix }) => origin === "own" || realPrefix === undefined);
}

/** The engines of one plan. */
export function enginesFor(context: Context, goal: Goal, options: CondaChoice): LazyEngines {
  // Of a goal of conda's, the engine that is named is conda's.
  const { engine: _condas, ...ofIndex } = options;
  return {
    engine: lazyEngine(context, goal, engineChoice(goal.backend === "conda" ? ofIndex : options)),
    conda: lazyConda(context, goal, options),
    python: async () => {
      const found = await interpretersFor(context, goal);
      return found.find(({ unfit }) => unfit === undefined)?.executable;
    },
  };
}

/** The plan that keeps the project's own environment as it stands; undefined when it does not serve so. */
async function planToKeepOwn(context: Context, scene: Scene): Promise<Plan | undefined> {
  const { reaches } = scene.survey;
  if (!reaches.some(({ origin, realPrefix }) => origin === "own" && realPrefix !== undefined))
    return undefined;
  const plan = await decideWith(context, scene, undefined, [], false);
  const keeps = plan?.action === "reuse" && plan.steps.length === 0 && plan.environment?.origins[0] === "own";
  return keeps ? plan : undefined;
}

/** The same for a goal that is known already. */
export async function planScene(
  context: Context,
  scene: Scene,
  engines: LazyEngines,
  measuring: Context = context,
  fresh: readonly AbsolutePath[] = [],
): Promise<Plan> {
  const resolve = (question: EngineQuestion): Promise<Answer> => resolveWith(context, engines, question);
  const plan = await decideWith(context, scene, resolve, fresh);
  if (plan === undefined) throw new BurrowError("bug", "the planner gave no plan");
  return finished(measuring, plan, engines);
}

/** The hooks of the settings; most projects have none. */
async function hooksFor(
  context: Context,
  { goal, settings }: Project,
  survey: Survey,
): Promise<Policy["hooks"]> {
  if (Object.keys(settings.after).length === 0) return [];
  return (await import("./hooks.ts")).projectHooks(context, goal, settings, survey);
}

/** What the pure plan cannot know: which engine was obtained for it and why that one, and what reusing saves on disk. */
async function finished(
  { machine }: Context,
  plan: Plan,
  { engine: obtain, conda }: LazyEngines,
): Promise<Plan> {
  const { environment, action, warnings } = plan;
  if (action === "reuse" && environment !== undefined && environment.origins[0] !== "own") {
    const prefix = machine.realPath(environment.prefix) ?? environment.prefix;
    return { ...plan, saves: { bytes: sizeOf(machine, prefix).total } };
  }
  if (plan.steps.some(needsConda)) return { ...plan, engine: (await conda()).name };
  const python = pythonOfEngine(plan);
  if (python === undefined || plan.steps[0]?.kind === "build-wheel") return plan;
  const { engine, instead } = await obtain(python);
  return { ...plan, engine: engine.name, ...(instead && { warnings: [...warnings, instead] }) };
}

/** The same without an engine: undefined when only an engine could tell what to do, so nothing that is there satisfies the goal. */
export async function planWithoutEngine(context: Context, scene: Scene): Promise<Plan | undefined> {
  return decideWith(context, scene, undefined);
}

/** What a decision is made from. */
export interface Scene {
  readonly survey: Survey;
  readonly goal: Goal;
  readonly policy: Policy;
}

/** Goes back to the planner with each answer until there is a plan. */
async function decideWith(
  context: Context,
  { survey, goal, policy }: Scene,
  resolve: ((question: EngineQuestion) => Promise<Answer>) | undefined,
  fresh: readonly AbsolutePath[] = [],
  mayLookFurther = true,
): Promise<Plan | undefined> {
  const answers: Record<string, Answer> = {};
  const reader = newReader();
  for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
    context.signal.throwIfAborted();
    const decision = decide(survey, goal, policy, answers, reader);
    if (decision.kind === "plan") return decision.plan;
    const { question } = decision;
    switch (question.kind) {
      case "interpreters":
        if (!mayLookFurther) return undefined;
        answers[question.key] = {
          kind: "interpreters",
          interpreters: await interpretersFor(context, goal),
        };
        break;
      case "records": {
        const environment = survey.environments.find(({ realPrefix }) => realPrefix === question.realPrefix);
        const { names, packages = [] } = question;
        const problems = environment && {
          ...recordProblems(context.machine, environment, names),
          ...packageProblems(context.machine, environment, packages),
        };
        answers[question.key] = { kind: "records", problems: problems ?? {} };
        break;
      }
      case "built": {
        const { builtWheels } = await import("../apply/built-wheel.ts");
        const folder = wheelFolder(context.folders);
        answers[question.key] = {
          kind: "built",
          folder,
          wheels: builtWheels(context.machine, folder, fresh),
        };
        break;
      }
      case "sources": {
        if (resolve === undefined) return undefined;
        const { pythonOffers } = await import("./sources.ts");
        const offers = policy.repair?.provides === false ? [] : await pythonOffers(context, policy.offline);
        answers[question.key] = { kind: "sources", offers };
        break;
      }
      case "resolve-conda":
      case "resolve-beside":
      case "resolve":
        if (resolve === undefined) return undefined;
        answers[question.key] = await resolve(question);
        break;
    }
  }
  throw new BurrowError("bug", "the planner keeps asking");
}
