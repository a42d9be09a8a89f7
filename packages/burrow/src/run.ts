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
  const { put, close, values } = queue<Event>();
  const combined = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]);
  const result = Promise.resolve()
    .then(() => operation({ report: put, signal: combined }))
    .finally(close);
  result.catch(() => {}); // the caller may read only `events`; awaiting `result` still rejects
  return Object.assign(result, {
    events: values,
    result,
    cancel: (reason?: unknown) => controller.abort(reason),
  });
}

/** Values that wait until somebody reads them; who stops reading wants no more. A stream of the platform does the same, and takes longer to load than most operations. */
function queue<Value>(): {
  readonly put: (value: Value) => void;
  readonly close: () => void;
  readonly values: AsyncIterable<Value>;
} {
  let waiting: Value[] = [];
  let closed = false;
  let wake: (() => void) | undefined;
  async function* read(): AsyncGenerator<Value, void, undefined> {
    try {
      for (;;) {
        const ready = waiting;
        waiting = [];
        yield* ready;
        if (waiting.length > 0) continue;
        if (closed) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      closed = true;
      waiting = [];
    }
  }
  return {
    put: (value) => {
      if (closed) return;
      waiting.push(value);
      wake?.();
    },
    close: () => {
      closed = true;
      wake?.();
    },
    values: read(),
  };
}
