import type { Finding, HealthReport, SkippedCheck } from "../model/finding.ts";
import { FINDINGS } from "../model/findings.ts";
import type { AbsolutePath } from "../model/path.ts";
import { line, readable, sentences } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { counted } from "./measures.ts";
import type { Tone } from "./paint.ts";
import { say, sayOf } from "./say.ts";
import { shortened, widthOf } from "./width.ts";

const MARKS: Readonly<Record<Finding["severity"], readonly [string, Tone]>> = {
  critical: ["✗", "bad"],
  error: ["✗", "bad"],
  warning: ["!", "warn"],
  info: ["·", "dim"],
};

/** What an examination came to: the count, then a finding each with what to do, then what could not be looked at. */
export function healthText(report: HealthReport, look: Look): readonly string[] {
  return [
    headline(report, look),
    ...findingLinesFor(report.findings, look),
    ...skippedLines(report.skipped, look),
    ...(look.verbose ? untriedLines(report.untried ?? [], look) : []),
  ];
}

function untriedLines(names: readonly string[], look: Look): readonly string[] {
  if (names.length === 0) return [];
  const text = `${names.join(", ")} (burrow drives them, and was never tried on the real tools)`;
  return sentences([{ text: "untried  ", tone: "dim" }], text, look, { indent: 9, tone: "dim" });
}

/** Findings with what to do about each; what is only worth knowing is told to who wants everything. */
export function findingLinesFor(findings: readonly Finding[], look: Look): readonly string[] {
  const told = findings.filter(({ severity }) => look.verbose || severity !== "info");
  const longest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => widthOf(readable(text, look))));
  const path = Math.min(longest(told.map(({ subject }) => shown(subject, look))), 28);
  const word = 2 + path + 2;
  const because = word + longest(told.map(({ code }) => FINDINGS[code].word)) + 2;
  return told.flatMap((one) => findingLines(one, { path, word, because }, look));
}

function headline({ environments, findings, skipped, checked }: HealthReport, look: Look): string {
  const well = environments.filter(({ health }) => health === "healthy").length;
  const ill = environments.length - well;
  const info = look.verbose ? 0 : findings.filter(({ severity }) => severity === "info").length;
  const parts = [
    environments.length === 0 ? "no environments" : `${counted(well, "environment")} healthy`,
    ...(ill === 0 ? [] : [`${ill} not`]),
    ...(environments.length > 1 ? [] : [counted(checked.length, "check")]),
    ...(skipped.length === 0 ? [] : [`${counted(skipped.length, "check")} skipped`]),
    ...(info === 0 ? [] : [`${counted(info, "note")} (--verbose)`]),
  ];
  return line(
    [{ text: parts.join(" · "), ...(ill === 0 && findings.length === info && { tone: "good" as const }) }],
    look,
  );
}

interface Columns {
  readonly path: number;
  readonly word: number;
  readonly because: number;
}

function findingLines(
  { severity, subject, code, because, action, remedy }: Finding,
  columns: Columns,
  look: Look,
): readonly string[] {
  const [mark, tone] = MARKS[severity];
  const short = look.cut
    ? shortened(shown(subject, look), columns.path, look.unicode ? "…" : "...")
    : shown(subject, look);
  return [
    ...sentences(
      [
        { text: `${mark} `, tone },
        padded(readable(short, look), columns.word - 2),
        { text: padded(FINDINGS[code].word, columns.because - columns.word), tone },
      ],
      sayOf(because, look),
      look,
      { indent: 6 },
    ),
    ...sentences([{ text: remedy === undefined ? "    see  " : "    fix  ", tone: "dim" }], action, look, {
      indent: 9,
    }),
  ];
}

/** A text with blanks behind it up to a width. */
function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** Alike skips in one line: the check, how many it concerns, and why. */
function skippedLines(skipped: readonly SkippedCheck[], look: Look): readonly string[] {
  const groups = new Map<string, { readonly checks: Set<string>; readonly subjects: Set<AbsolutePath> }>();
  for (const { check, subject, why } of skipped) {
    const text = say(why, look);
    const group = groups.get(text) ?? { checks: new Set(), subjects: new Set() };
    group.checks.add(check);
    group.subjects.add(subject);
    groups.set(text, group);
  }
  return [...groups].flatMap(([why, { checks, subjects }]) => {
    const of = subjects.size > 1 ? ` of ${counted(subjects.size, "environment")}` : "";
    return sentences([{ text: "skipped  ", tone: "dim" }], `${[...checks].join(", ")}${of} (${why})`, look, {
      indent: 9,
      tone: "dim",
    });
  });
}
