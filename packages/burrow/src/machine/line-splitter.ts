import { StringDecoder } from "node:string_decoder";

/** Control characters but the tab, and what turns the direction of writing. */
const UNPRINTABLE = /(?!\t)\p{Cc}|[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Sequences by which a program colours its text or moves the cursor (ECMA-48, and OSC titles). */
// oxlint-disable-next-line no-control-regex -- these are what is to be found
const SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/gu;
const LONGEST = 4000;

/**
 * Cuts a stream into lines at `\n` and `\r` (progress bars use the latter), each fit to be shown: no control characters, at most 4000 characters, none empty.
 * `end` gives the last line, which nothing ended.
 */
export function lineSplitter(onLine: (line: string) => void): {
  readonly write: (chunk: Buffer) => void;
  readonly end: () => void;
} {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const give = (line: string) => {
    const clean = line.replaceAll(SEQUENCE, "").replaceAll(UNPRINTABLE, "").trimEnd().slice(0, LONGEST);
    if (clean !== "") onLine(clean);
  };
  const take = (text: string) => {
    const lines = (rest + text).split(/[\r\n]+/u);
    rest = (lines.pop() ?? "").slice(-LONGEST * 4);
    for (const line of lines) give(line);
  };
  return {
    write: (chunk) => take(decoder.write(chunk)),
    end: () => {
      take(decoder.end());
      give(rest);
      rest = "";
    },
  };
}
