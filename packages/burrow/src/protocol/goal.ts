import type { CondaGoal, Goal, GoalOption, GoalRequirement, OwnProject } from "../model/goal.ts";
import {
  boolean,
  type Codec,
  type Fields,
  list,
  literal,
  nullable,
  oneOf,
  optional,
  record,
  text,
} from "./codec.ts";
import { fact, origin, path, problem, reason } from "./nouns.ts";
import { named, object } from "./object.ts";
import { pin } from "./step.ts";

/** Whether a requirement applies to the Python that was chosen; null while none is chosen, or while its marker was not judged. */
export type Applies = (requirement: GoalRequirement) => boolean | null;

const fields: Fields<GoalRequirement> = {
  kind: oneOf(["pypi", "conda"]),
  name: text,
  specifier: text,
  extras: list(text),
  marker: optional(text),
  url: optional(text),
  editable: optional(path),
  hashes: list(text),
  fromLock: optional(boolean),
  channel: optional(text),
  build: optional(text),
  matchSpec: optional(text),
  text,
  origin,
};

const stored = object<GoalRequirement>(fields);
const published = object<GoalRequirement & { readonly applies: boolean | null }>({
  ...fields,
  applies: nullable(boolean),
});

function requirement(applies: Applies): Codec<GoalRequirement> {
  return named("Requirement", "One thing that is asked for, with the line that asks for it.", {
    encode: (value) => published.encode({ ...value, applies: applies(value) }),
    decode: (json, at) => stored.decode(json, at),
    schema: (definitions) => published.schema(definitions),
  });
}

const option = object<GoalOption>({ text, shown: optional(text), origin });

const project = object<OwnProject>({
  root: path,
  name: optional(text),
  requires: optional(list(text)),
  buildRequires: list(text),
  dynamic: list(text),
  origin,
});

const conda = named(
  "CondaGoal",
  "What a goal of conda's says beside its requirements.",
  object<CondaGoal>({
    name: text,
    channels: list(text),
    variables: record(text),
    locked: optional(list(pin)),
  }),
);

/** What a project asks for. */
export function goal(applies: Applies): Codec<Goal> {
  return named(
    "Goal",
    "What a project asks for, read from its files and from nothing else.",
    object<Goal>({
      schema: literal(1),
      root: path,
      script: optional(path),
      name: text,
      python: object<Goal["python"]>({
        specifier: text,
        origin: optional(origin),
        asked: optional(object<NonNullable<Goal["python"]["asked"]>>({ text, origin: optional(origin) })),
      }),
      backend: oneOf(["venv", "conda"]),
      conda: optional(conda),
      requirements: list(requirement(applies)),
      constraints: list(requirement(applies)),
      options: list(option),
      preferences: optional(list(requirement(applies))),
      lock: optional(path),
      project: optional(project),
      workspace: optional(path),
      groups: list(text),
      extras: list(text),
      manifests: list(path),
      problems: list(problem),
      warnings: list(reason),
      facts: list(fact),
    }),
  );
}

/** While no Python is chosen nothing is known to apply. */
export const unknown: Applies = () => null;

/** With a Python chosen, what has no marker applies; a marker is judged by whoever asks for the plan. */
export const unmarked: Applies = ({ marker }) => (marker === undefined ? true : null);
