import type { Event } from "../model/event.ts";
import { type Codec, type Fields, integer, literal, number, oneOf, optional, text } from "./codec.ts";
import { finding, health } from "./health.ts";
import { path, reason } from "./nouns.ts";
import { object, union } from "./object.ts";

/** What the edge adds to an event: which run it belongs to, its number in it (from 0), and when (ISO 8601, UTC). */
export interface Stamp {
  readonly run: string;
  readonly seq: number;
  readonly at: string;
}

/** An event as a line of `--json-events`. */
export type StampedEvent = Event & Stamp;

type Of<Type extends Event["type"]> = Extract<StampedEvent, { readonly type: Type }>;

const stamp = { run: text, seq: integer, at: text } satisfies Fields<Stamp>;
const step = { step: integer, steps: integer, kind: text };

/** An event as a line of `--json-events`; steps count from 0. */
export const event: Codec<StampedEvent> = union<StampedEvent, "type">("type", {
  "survey.started": object<Of<"survey.started">>({ type: literal("survey.started"), ...stamp }),
  "survey.finished": object<Of<"survey.finished">>({
    type: literal("survey.finished"),
    ...stamp,
    environments: integer,
    interpreters: integer,
    seconds: number,
  }),
  "interpreter.probed": object<Of<"interpreter.probed">>({
    type: literal("interpreter.probed"),
    ...stamp,
    executable: path,
    seconds: number,
  }),
  "resolve.started": object<Of<"resolve.started">>({
    type: literal("resolve.started"),
    ...stamp,
    subject: text,
    prefix: optional(path),
  }),
  "resolve.finished": object<Of<"resolve.finished">>({
    type: literal("resolve.finished"),
    ...stamp,
    subject: text,
    prefix: optional(path),
    outcome: oneOf(["resolved", "conflict", "impossible", "unreachable"]),
    distributions: integer,
    seconds: number,
  }),
  "transaction.started": object<Of<"transaction.started">>({
    type: literal("transaction.started"),
    ...stamp,
    transaction: text,
    steps: integer,
  }),
  "step.started": object<Of<"step.started">>({ type: literal("step.started"), ...stamp, ...step }),
  "step.finished": object<Of<"step.finished">>({
    type: literal("step.finished"),
    ...stamp,
    ...step,
    seconds: number,
    note: optional(text),
  }),
  "step.undone": object<Of<"step.undone">>({ type: literal("step.undone"), ...stamp, ...step }),
  progress: object<Of<"progress">>({
    type: literal("progress"),
    ...stamp,
    phase: text,
    message: text,
    percentage: number,
    bytes: optional(integer),
    totalBytes: optional(integer),
    step: optional(integer),
    steps: optional(integer),
  }),
  "engine.line": object<Of<"engine.line">>({ type: literal("engine.line"), ...stamp, engine: text, text }),
  "hook.line": object<Of<"hook.line">>({ type: literal("hook.line"), ...stamp, hook: text, text }),
  warning: object<Of<"warning">>({ type: literal("warning"), ...stamp, warning: reason }),
  "health.examined": object<Of<"health.examined">>({
    type: literal("health.examined"),
    ...stamp,
    scope: oneOf(["project", "machine"]),
    health,
    environments: integer,
    findings: integer,
    seconds: number,
    memory: integer,
  }),
  "health.found": object<Of<"health.found">>({ type: literal("health.found"), ...stamp, finding }),
  "health.gone": object<Of<"health.gone">>({ type: literal("health.gone"), ...stamp, finding }),
  done: object<Of<"done">>({ type: literal("done"), ...stamp }),
});
