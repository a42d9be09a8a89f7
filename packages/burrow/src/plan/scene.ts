import type { BuiltWheel } from "../model/built.ts";
import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Policy } from "../model/policy.ts";
import type { Answer, Answers, Question } from "../model/resolve.ts";
import type { Survey } from "../model/survey.ts";
import type { Reader } from "./reader.ts";
import type { Address } from "./source-address.ts";

/** Everything one decision may know. */
export interface Scene {
  readonly survey: Survey;
  readonly goal: Goal;
  readonly policy: Policy;
  readonly answers: Answers;
  readonly reader: Reader;
  /** What was built from the goal's sources for the Python in question; absent while it has none, or none was looked at. */
  readonly sources?: Sources;
}

/** Wheels that were built, and what they were built for. */
export interface Sources {
  /** Where wheels are built. */
  readonly folder: AbsolutePath;
  /** The Python in question. */
  readonly tag: string;
  /** All that there are for it. */
  readonly wheels: readonly BuiltWheel[];
  readonly built: ReadonlyMap<GoalRequirement, BuiltWheel>;
  /** What each source of the goal means. */
  readonly addresses: ReadonlyMap<GoalRequirement, Address>;
}

/** Something that must be known before going on. */
export interface Asking {
  readonly kind: "ask";
  readonly question: Question;
}

/** The kinds of answer that belong to a kind of question. */
type AnswerTo<Asked extends Question> = Asked extends {
  readonly kind: "resolve" | "resolve-conda" | "resolve-beside";
}
  ? Exclude<Answer, { readonly kind: "interpreters" | "records" | "sources" | "built" }>
  : Extract<Answer, { readonly kind: Asked["kind"] }>;

/** The answer to the question when it was given before, else the question itself: the planner is called again once it is known. */
export function ask<Asked extends Question>(scene: Scene, question: Asked): AnswerTo<Asked> | Asking {
  const answer = scene.answers[question.key];
  return answer === undefined ? { kind: "ask", question } : (answer as AnswerTo<Asked>);
}
