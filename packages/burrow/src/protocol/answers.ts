import type { Recovery } from "../model/history.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan, PlannedEnvironment } from "../model/plan.ts";
import type { Reason } from "../model/reason.ts";
import { boolean, type Codec, integer, list, literal, number, oneOf, optional, text } from "./codec.ts";
import { entry, type EnvironmentEntry } from "./environment.ts";
import { path, reason } from "./nouns.ts";
import { object } from "./object.ts";
import { plan, plannedEnvironment } from "./plan.ts";

type Document<Answer> = { readonly schema: 1 } & Answer;

/** What `up` prints. */
export type UpDocument = Document<{
  readonly status: "done" | "unchanged" | "rolled-back" | "refused" | "cancelled";
  readonly plan: Plan;
  readonly environment?: PlannedEnvironment;
  readonly transaction?: { readonly id: string; readonly steps: number; readonly seconds: number };
  readonly failure?: { readonly step: string; readonly detail: string };
  readonly warnings?: readonly Reason[];
  readonly unavailable?: readonly string[];
}>;

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
export type WhyDocument = Document<{
  readonly environment: { readonly prefix: AbsolutePath; readonly version?: string };
  readonly name: string;
  readonly version: string;
  readonly askedBy: readonly {
    readonly name: string;
    readonly version: string;
    readonly requirement: string;
    readonly holds: boolean;
    readonly limits: boolean;
  }[];
  readonly you: readonly { readonly text: string; readonly file: AbsolutePath; readonly line?: number }[];
  readonly chain: readonly string[];
}>;

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
export type WhereDocument = Document<{
  readonly root: AbsolutePath;
  readonly name: string;
  readonly asks: {
    readonly python: string;
    readonly requirements: number;
    readonly manifests: readonly AbsolutePath[];
  };
  readonly plan?: Plan;
  readonly environment?: EnvironmentEntry;
  readonly state?: Reason;
  readonly size?: { readonly total: number; readonly own: number };
  readonly next: string;
}>;

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
