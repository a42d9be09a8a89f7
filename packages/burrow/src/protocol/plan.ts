import type {
  Action,
  Break,
  CandidateSummary,
  Change,
  Conflict,
  Plan,
  PlannedEnvironment,
} from "../model/plan.ts";
import { ORIGINS } from "../model/survey.ts";
import type { Verdict } from "../model/verdict.ts";
import { type Codec, integer, list, literal, oneOf, optional, text } from "./codec.ts";
import { environmentKind } from "./environment-kind.ts";
import { goal } from "./goal.ts";
import { fact, path, reason } from "./nouns.ts";
import { named, object } from "./object.ts";
import { pin, step } from "./step.ts";

const ACTIONS = [
  "reuse",
  "extend",
  "upgrade",
  "repair",
  "create",
  "refuse",
] as const satisfies readonly Action[];

/** How an environment was reached. */
export const origins = list(oneOf(ORIGINS));

const conflict = named(
  "Conflict",
  "An installed version that does not satisfy what is asked.",
  object<Conflict>({
    requirement: text,
    name: text,
    installed: text,
    severity: oneOf(["minor", "major"]),
    because: reason,
  }),
);

const breaks = named(
  "Break",
  "A distribution that a change would newly break.",
  object<Break>({ name: text, version: text, needs: text }),
);

const candidate = named(
  "Candidate",
  "One candidate as it was judged, in the order in which candidates were tried.",
  object<CandidateSummary>({
    prefix: path,
    origins,
    action: oneOf([...ACTIONS, "reject"]),
    because: reason,
    project: optional(path),
    missing: list(text),
    conflicts: list(conflict),
    breaks: list(breaks),
  }),
);

const verdict = named(
  "Verdict",
  "One rule's opinion of one candidate.",
  object<Verdict>({
    rule: text,
    subject: path,
    outcome: oneOf(["accept", "reject", "prefer"]),
    because: reason,
  }),
);

/** The chosen environment, as it is or as it will be. */
export const plannedEnvironment: Codec<PlannedEnvironment> = named(
  "PlannedEnvironment",
  "The chosen environment, as it is or as it will be; `prefix` is the path people use, `generation` the folder behind it.",
  object<PlannedEnvironment>({
    prefix: path,
    generation: optional(path),
    origins,
    kind: environmentKind,
    version: text,
    executable: path,
  }),
);

/** A plan, as `plan --json` prints it and `plan --out` saves it. */
export const plan: Codec<Plan> = object<Plan>({
  schema: literal(1),
  id: text,
  goal,
  survey: text,
  action: oneOf(ACTIONS),
  environment: optional(plannedEnvironment),
  because: reason,
  backend: oneOf(["venv", "conda"]),
  engine: optional(text),
  python: optional(object<NonNullable<Plan["python"]>>({ executable: path, version: text, because: reason })),
  steps: list(step),
  changes: list(object<Change>({ name: text, from: optional(text), to: optional(text) })),
  missing: list(text),
  conflicts: list(conflict),
  breaks: list(breaks),
  candidates: list(candidate),
  verdicts: list(verdict),
  warnings: list(reason),
  pins: list(pin),
  byHand: optional(list(text)),
  tenants: optional(list(path)),
  saves: optional(object<NonNullable<Plan["saves"]>>({ bytes: integer })),
  facts: list(fact),
});
