import type { Event, Report } from "./model/event.ts";

/** An operation in flight: its events, its result, and a way to stop it. Awaiting it awaits the result. */
export interface Run<Result> extends Promise<Result> {
  readonly events: AsyncIterable<Event>;
  readonly result: Promise<Result>;
  cancel(reason?: unknown): void;
}

/** What an operation in flight is given beside its own arguments. */
export interface RunContext {
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** Inside burrow an operation takes `{report, signal}`; at the edge it becomes a `Run`. Events wait until they are read; none is dropped. */
export function start<Result>(
  operation: (context: RunContext) => Promise<Result>,
  signal?: AbortSignal,
): Run<Result> {
  const controller = new AbortController();
  const { readable, writable } = new TransformStream<Event, Event>(undefined, undefined, {
    highWaterMark: Infinity,
  });
  const writer = writable.getWriter();
  const report: Report = (event) => void writer.write(event).catch(() => {});
  const combined = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]);
  const result = Promise.resolve()
    .then(() => operation({ report, signal: combined }))
    .finally(() => writer.close().catch(() => {}));
  result.catch(() => {}); // the caller may read only `events`; awaiting `result` still rejects
  return Object.assign(result, {
    events: readable,
    result,
    cancel: (reason?: unknown) => controller.abort(reason),
  });
}
