import type { Recovery } from "../model/history.ts";
import type { UpResult, Whereabouts, Why } from "../model/answers.ts";
import { boolean, type Codec, integer, list, literal, number, oneOf, optional, text } from "./codec.ts";
import { entry, type EnvironmentEntry } from "./environment.ts";
import { path, reason } from "./nouns.ts";
import { object } from "./object.ts";
import { plan, plannedEnvironment } from "./plan.ts";

type Document<Answer> = { readonly schema: 1 } & Answer;

/** What `up` prints. */
export type UpDocument = Document<UpResult>;

/** What `up` came to. */
export const up: Codec<UpDocument> = object<UpDocument>({
  schema: literal(1),
  status: oneOf(["done", "unchanged", "rolled-back", "refused", "cancelled"]),
  plan,
  environment: optional(plannedEnvironment),
  transaction: optional(
    object<NonNullable<UpDocument["transaction"]>>({ id: text, steps: integer, seconds: number }),
  ),
  failure: optional(object<NonNullable<UpDocument["failure"]>>({ step: text, detail: text })),
  warnings: optional(list(reason)),
  unavailable: optional(list(text)),
});

/** What `why` prints. */
export type WhyDocument = Document<Why>;

/** Why a distribution is there. */
export const why: Codec<WhyDocument> = object<WhyDocument>({
  schema: literal(1),
  environment: object<WhyDocument["environment"]>({ prefix: path, version: optional(text) }),
  name: text,
  version: text,
  askedBy: list(
    object<WhyDocument["askedBy"][number]>({
      name: text,
      version: text,
      requirement: text,
      holds: boolean,
      limits: boolean,
    }),
  ),
  you: list(object<WhyDocument["you"][number]>({ text, file: path, line: optional(integer) })),
  chain: list(text),
});

/** What bare `burrow` prints. */
export type WhereDocument = Document<
  Omit<Whereabouts, "environment"> & { readonly environment?: EnvironmentEntry }
>;

/** Where a person is. */
export const where: Codec<WhereDocument> = object<WhereDocument>({
  schema: literal(1),
  root: path,
  name: text,
  asks: object<WhereDocument["asks"]>({ python: text, requirements: integer, manifests: list(path) }),
  plan: optional(plan),
  environment: optional(entry),
  state: optional(reason),
  size: optional(object<NonNullable<WhereDocument["size"]>>({ total: integer, own: integer })),
  next: text,
});

/** What `recover` prints. */
export const recover: Codec<Document<Recovery>> = object<Document<Recovery>>({
  schema: literal(1),
  status: oneOf(["nothing", "before", "after"]),
  transactions: list(
    object<Recovery["transactions"][number]>({
      id: text,
      prefix: path,
      outcome: oneOf(["before", "after", "nothing"]),
    }),
  ),
});
