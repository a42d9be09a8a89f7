import type { GoalRequirement } from "../model/goal.ts";
import { baseName } from "../model/path.ts";
import type { CandidateSummary, Conflict, Plan } from "../model/plan.ts";
import type { CandidateOrigin } from "../model/survey.ts";
import { type Cells, line, readable, sentences } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { conflictText } from "./requirement-text.ts";
import { at, sayOf } from "./say.ts";
import { widthOf } from "./width.ts";

/** How an environment was reached, in words. */
export const ORIGIN_WORDS: Readonly<Record<CandidateOrigin, string>> = {
  named: "named by --env",
  own: "the project's own",
  tenant: "used last",
  active: "active",
  enclosing: "enclosing project",
  shared: "shared",
  machine: "on this machine",
  interpreter: "base interpreter",
};

/** Lines of details that are shown of one candidate when not everything is wanted. */
const FEW = 3;

/** What was looked at and what became of it: a line each, with what stands in the way below. */
export function candidateLines(plan: Plan, look: Look): readonly string[] {
  const listed = look.verbose ? plan.candidates : plan.candidates.filter(worthALine);
  const single = look.verbose ? listed : listed.filter(({ origins }) => !isInterpreter(origins));
  const bases = look.verbose ? [] : listed.filter(({ origins }) => isInterpreter(origins));
  const columns = columnsFor([...single, ...bases.slice(0, 1)], look);
  return [
    ...single.flatMap((candidate) => [
      ...candidateLine(candidate, columns, look),
      ...(candidate.action === "reject" || look.verbose ? obstacles(candidate, plan, look) : []),
    ]),
    ...basesLine(bases, columns, look),
  ];
}

interface Columns {
  readonly origin: number;
  readonly outcome: number;
}

function columnsFor(candidates: readonly CandidateSummary[], look: Look): Columns {
  const longest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => widthOf(readable(text, look))));
  const origin = 2 + Math.min(longest(candidates.map(({ prefix }) => shown(prefix, look))), 26) + 2;
  return { origin, outcome: origin + longest(candidates.map(({ origins }) => words(origins))) + 2 };
}

function candidateLine(
  { prefix, origins, action, because }: CandidateSummary,
  columns: Columns,
  look: Look,
): readonly string[] {
  const taken = action !== "reject";
  return outcomeLine(
    [
      { text: shown(prefix, look), at: 2, least: 12 },
      { text: words(origins), at: columns.origin, tone: "dim", least: 6 },
    ],
    `${taken ? "✓" : "✗"} ${sayOf(because, look)}`,
    columns,
    look,
    taken,
  );
}

/** The outcome goes to the end of the line where it fits, else below. */
function outcomeLine(
  start: Cells,
  outcome: string,
  { outcome: column }: Columns,
  look: Look,
  taken: boolean,
): readonly string[] {
  const tone = taken ? "good" : "bad";
  return column + widthOf(readable(outcome, look)) <= look.width
    ? [line([...start, { text: outcome, at: column, tone }], look)]
    : [line(start, look), ...sentences(["    "], outcome, look, { indent: 6, tone })];
}

/** Base interpreters are many and rejected alike: one line stands for them. */
function basesLine(bases: readonly CandidateSummary[], columns: Columns, look: Look): readonly string[] {
  const [first, ...others] = bases;
  if (first === undefined) return [];
  if (others.length === 0) return candidateLine(first, columns, look);
  const same = others.every(({ because }) => because.code === first.because.code);
  const outcome = same ? sayOf(first.because, look) : "none is an environment of its own";
  return outcomeLine(
    [
      { text: `${shown(first.prefix, look)} and ${others.length} more`, at: 2, least: 20 },
      { text: "base interpreters", at: columns.origin, tone: "dim", least: 6 },
    ],
    `✗ ${outcome}`,
    columns,
    look,
    false,
  );
}

/** What keeps a candidate from serving, and what becomes of it. */
function obstacles(candidate: CandidateSummary, plan: Plan, look: Look): readonly string[] {
  const { conflicts, breaks, missing } = candidate;
  const most = look.verbose ? Infinity : FEW;
  const lines = [
    ...conflicts.map((conflict) => ["conflict", conflictText(conflict), askedAt(conflict, plan, look)]),
    ...breaks.map(({ name, version, needs }) => ["in the way", `${name} ${version} needs ${needs}`, ""]),
    ...(look.verbose ? missing.map((text) => ["missing", text, ""]) : []),
  ];
  if (lines.length === 0) return [];
  const rest = lines.length - most;
  return [
    ...lines.slice(0, most).map(([word = "", text = "", origin = ""]) =>
      line(
        [
          { text: word, at: 6, tone: "dim" },
          { text, at: 18, least: 20 },
          { text: origin, at: 54, tone: "dim", least: 12 },
        ],
        look,
      ),
    ),
    ...(rest > 0 ? [line([{ text: `and ${rest} more`, at: 18 }], look)] : []),
    ...(candidate.action === "reject" ? untouched(candidate, look) : []),
  ];
}

/** Says of an environment that others rely on that it stays as it is. */
function untouched({ origins, project }: CandidateSummary, look: Look): readonly string[] {
  if (isInterpreter(origins) || origins.includes("own")) return [];
  const whose = project === undefined ? "it stays" : `${baseName(project)} keeps working`;
  return [
    line(
      [
        { text: "unchanged", at: 6, tone: "dim" },
        { text: `${whose} as it is`, at: 18, least: 20 },
      ],
      look,
    ),
  ];
}

function askedAt({ requirement }: Conflict, { goal }: Plan, look: Look): string {
  const asked = goal.requirements.find(({ text }: GoalRequirement) => text === requirement);
  return asked === undefined ? "" : at(asked.origin, look);
}

function words(origins: CandidateSummary["origins"]): string {
  return origins.map((origin) => ORIGIN_WORDS[origin]).join(", ");
}

function isInterpreter(origins: CandidateSummary["origins"]): boolean {
  return origins.length > 0 && origins.every((origin) => origin === "interpreter");
}

/** Candidates that were never reached say nothing. */
function worthALine({ because }: CandidateSummary): boolean {
  return because.code !== "later";
}
