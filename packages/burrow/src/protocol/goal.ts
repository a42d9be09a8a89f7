import type {
  CondaGoal,
  ExactContent,
  Goal,
  GoalOption,
  GoalRequirement,
  OwnProject,
} from "../model/goal.ts";
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

const fields: Fields<Omit<GoalRequirement, "applies">> = {
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

const published = object<Omit<GoalRequirement, "applies"> & { readonly applies: boolean | null }>({
  ...fields,
  applies: nullable(boolean),
});

const stored = object<Omit<GoalRequirement, "applies"> & { readonly applies?: boolean | null }>({
  ...fields,
  applies: optional(nullable(boolean)),
});

/** `applies` is null while no Python is chosen; a file that does not say it is read all the same. */
const requirement: Codec<GoalRequirement> = named(
  "Requirement",
  "One thing that is asked for, with the line that asks for it.",
  {
    encode: ({ applies = null, ...rest }) => published.encode({ ...rest, applies }),
    decode: (json, at) => {
      const { applies, ...rest } = stored.decode(json, at);
      return { ...rest, ...(typeof applies === "boolean" && { applies }) };
    },
    schema: (definitions) => published.schema(definitions),
  },
);

const option = object<GoalOption>({ text, shown: optional(text), origin });

const project = object<OwnProject>({
  root: path,
  name: optional(text),
  requires: optional(list(text)),
  buildRequires: list(text),
  dynamic: list(text),
  origin,
});

const exact = object<ExactContent>({
  source: text,
  python: optional(path),
  systemSitePackages: optional(literal(true)),
  byHand: list(text),
  builds: list(text),
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
export const goal: Codec<Goal> = named(
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
    requirements: list(requirement),
    constraints: list(requirement),
    options: list(option),
    preferences: optional(list(requirement)),
    lock: optional(path),
    project: optional(project),
    exact: optional(exact),
    workspace: optional(path),
    groups: list(text),
    extras: list(text),
    manifests: list(path),
    problems: list(problem),
    warnings: list(reason),
    facts: list(fact),
  }),
);
