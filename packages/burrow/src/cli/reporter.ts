import type { Event, Report } from "../model/event.ts";
import { event as stamped } from "../protocol/event.ts";
import { eventTold } from "../render/event.ts";
import type { Look } from "../render/look.ts";
import type { Output } from "./world.ts";

/** Tells events to whoever reads the error stream. */
export interface Reporter {
  readonly report: Report;
  /** Takes the live line away, so that something else can be written. */
  readonly clear: () => void;
}

/** Carriage return, and erase the line (ECMA-48, EL). */
const ERASE = "\r\u001b[2K";

/** For people: a live line on a terminal, a line for each thing that has happened where `steps` says so, and warnings always. */
export function peopleReporter(stderr: Output, look: Look, steps: boolean): Reporter {
  const alive = stderr.isTTY === true && look.colour;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write(ERASE);
    shown = false;
  };
  const report = (event: Event) => {
    const told = eventTold(event, look);
    switch (told.kind) {
      case "nothing":
        return;
      case "live":
        if (!alive) return;
        stderr.write(`${ERASE}${told.text}`);
        shown = true;
        return;
      case "finished":
        if (!steps) return;
        clear();
        stderr.write(told.lines.map((line) => `${line}\n`).join(""));
        return;
      case "warning":
        clear();
        stderr.write(told.lines.map((line) => `${line}\n`).join(""));
    }
  };
  return { report, clear };
}

/** For programs: one JSON line for each event, numbered from 0 and timed. */
export function programReporter(
  stderr: Output,
  { run, now }: { readonly run: string; readonly now: () => number },
): Reporter {
  let seq = 0;
  const report = (event: Event) => {
    const stamp = { run, seq, at: new Date(now()).toISOString() };
    seq += 1;
    stderr.write(`${JSON.stringify(stamped.encode({ ...event, ...stamp }))}\n`);
  };
  return { report, clear: () => {} };
}

/** For nobody. */
export function silentReporter(): Reporter {
  return { report: () => {}, clear: () => {} };
}
