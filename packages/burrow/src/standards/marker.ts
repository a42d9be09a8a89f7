import { parsed, type Parsed, unparsed } from "../model/parsed.ts";
import { Cursor } from "./cursor.ts";
import { given } from "./given.ts";
import { InvalidStandardText } from "./invalid-standard-text.ts";
import type { MarkerEnvironment } from "./marker-environment.ts";
import { judge } from "./marker-judgement.ts";
import { takeMarker } from "./marker-reader.ts";
import { extrasIn, type MarkerTerm, mentions, termText } from "./marker-term.ts";

/** A condition on the environment (PEP 508), such as `python_version >= "3.8" and extra == "test"`. It prints normalised. */
export class Marker {
  readonly term: MarkerTerm;
  /** The extras that it names, normalised, each once. */
  readonly extras: readonly string[];
  /** Whether it depends on the extra that is asked for. */
  readonly dependsOnExtra: boolean;

  constructor(term: MarkerTerm) {
    this.term = term;
    this.extras = [...new Set(extrasIn(term))];
    this.dependsOnExtra = mentions(term, "extra");
  }

  toString(): string {
    return termText(this.term);
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Reads a marker. Parentheses may be nested 200 deep. */
export function parseMarker(text: string): Parsed<Marker> {
  const cursor = new Cursor(text);
  const term = takeMarker(cursor);
  if (typeof term === "string") return unparsed(term, cursor.at);
  return cursor.done
    ? parsed(new Marker(term))
    : unparsed("expected `and`, `or` or the end of the marker", cursor.at);
}

/** Whether a marker holds, or why that cannot be told: it compares what cannot be compared, or names a variable that the environment has no value for. */
export function judgeMarker(marker: Marker, environment: MarkerEnvironment): Parsed<boolean> {
  const holds = judge(marker.term, environment);
  return typeof holds === "string" ? unparsed(holds, 0) : holds ? HOLDS : FAILS;
}

/** Whether a marker holds. A text that does not parse throws `InvalidStandardText`, and so does a marker that cannot be judged (see `judgeMarker`). */
export function evaluateMarker(marker: string | Marker, environment: MarkerEnvironment): boolean {
  return certain(judge(given(marker, parseMarker).term, environment));
}

/**
 * Whether a dependency with this marker is one when the extras are asked for: without any, as if `extra` were empty; else when any of them makes it hold,
 * as pip does. Throws as `evaluateMarker` does.
 */
export function evaluateMarkerWithExtras(
  marker: string | Marker,
  environment: MarkerEnvironment,
  extras: Iterable<string>,
): boolean {
  const { term, dependsOnExtra } = given(marker, parseMarker);
  if (!dependsOnExtra) return certain(judge(term, environment, ""));
  let asked = false;
  for (const extra of extras) {
    asked = true;
    if (certain(judge(term, environment, extra))) return true;
  }
  return !asked && certain(judge(term, environment, ""));
}

const HOLDS: Parsed<boolean> = parsed(true);
const FAILS: Parsed<boolean> = parsed(false);

function certain(holds: boolean | string): boolean {
  if (typeof holds === "string") throw new InvalidStandardText({ message: holds, index: 0 });
  return holds;
}
