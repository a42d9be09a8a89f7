import type { Goal } from "../model/goal.ts";
import type { Policy } from "../model/policy.ts";
import type { Answer, Answers, Question } from "../model/resolve.ts";
import type { Survey } from "../model/survey.ts";
import type { Reader } from "./reader.ts";

/** Everything one decision may know. */
export interface Scene {
  readonly survey: Survey;
  readonly goal: Goal;
  readonly policy: Policy;
  readonly answers: Answers;
  readonly reader: Reader;
}

/** Something that must be known before going on. */
export interface Asking {
  readonly kind: "ask";
  readonly question: Question;
}

/** The kinds of answer that belong to a kind of question. */
type AnswerTo<Asked extends Question> = Asked extends { readonly kind: "resolve" | "resolve-conda" }
  ? Exclude<Answer, { readonly kind: "interpreters" | "records" | "sources" }>
  : Extract<Answer, { readonly kind: Asked["kind"] }>;

/** The answer to the question when it was given before, else the question itself: the planner is called again once it is known. */
export function ask<Asked extends Question>(scene: Scene, question: Asked): AnswerTo<Asked> | Asking {
  const answer = scene.answers[question.key];
  return answer === undefined ? { kind: "ask", question } : (answer as AnswerTo<Asked>);
}
