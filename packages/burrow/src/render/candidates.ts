import type { GoalRequirement } from "../model/goal.ts";
import { baseName } from "../model/path.ts";
import type { CandidateSummary, Conflict, Plan } from "../model/plan.ts";
import type { CandidateOrigin } from "../model/survey.ts";
import { line, readable, withNote } from "./line.ts";
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
  const rows = rowsOf(plan, look);
  const columns = columnsFor(rows, look);
  return rows.flatMap((row) => [
    ...rowLines(row, columns, look),
    ...(row.candidate.action === "reject" || look.verbose ? obstacles(row.candidate, plan, look) : []),
  ]);
}

/** A candidate, or several base interpreters, in the words of its line. */
interface Row {
  readonly candidate: CandidateSummary;
  readonly name: string;
  readonly origin: string;
  readonly outcome: string;
}

function rowsOf(plan: Plan, look: Look): readonly Row[] {
  const rowOf = (candidate: CandidateSummary): Row => ({
    candidate,
    name: shown(candidate.prefix, look),
    origin: words(candidate.origins),
    outcome: outcomeOf(candidate, plan, look),
  });
  if (look.verbose) return plan.candidates.map(rowOf);
  const listed = plan.candidates.filter(worthALine);
  const [base, ...bases] = listed.filter(({ origins }) => isInterpreter(origins));
  const rows = listed.filter(({ origins }) => !isInterpreter(origins)).map(rowOf);
  if (base === undefined) return rows;
  if (bases.length === 0) return [...rows, rowOf(base)];
  // Base interpreters are many and rejected alike: one line stands for them.
  const alike = bases.every(({ because }) => because.code === base.because.code);
  const all: Row = {
    candidate: base,
    name: `${shown(base.prefix, look)} and ${bases.length} more`,
    origin: "base interpreters",
    outcome: alike ? outcomeOf(base, plan, look) : "✗ none is an environment of its own",
  };
  return [...rows, all];
}

/** The plan has said already why it takes what it takes. */
function outcomeOf(candidate: CandidateSummary, plan: Plan, look: Look): string {
  const { action, because } = candidate;
  if (action === "reject") return `✗ ${sayOf(because, look)}`;
  if (action === "repair") return followed(candidate, plan, look);
  return because.code === plan.because.code ? "✓ chosen" : `✓ ${sayOf(because, look)}`;
}

/** A generation does not change: the next one follows it, or nothing does and what was found against it stands. */
function followed({ because }: CandidateSummary, plan: Plan, look: Look): string {
  const { environment } = plan;
  const reason = sayOf(because, look);
  if (environment?.generation === undefined)
    return because.code === plan.because.code && plan.action === "repair"
      ? "✓ healed where it is"
      : `✗ ${reason}`;
  const successor = `✓ followed by generation ${baseName(environment.generation)}`;
  return because.code === plan.because.code || because.code === "own-rebuild"
    ? successor
    : `${successor}: ${reason}`;
}

interface Columns {
  readonly origin: number;
  readonly outcome: number;
}

function columnsFor(rows: readonly Row[], look: Look): Columns {
  const longest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => widthOf(readable(text, look))));
  const origin = 2 + Math.min(longest(rows.map(({ name }) => name)), 30) + 2;
  return { origin, outcome: origin + longest(rows.map((row) => row.origin)) + 2 };
}

/** The outcome goes to the end of the line where it fits, else below. */
function rowLines({ name, origin, outcome }: Row, columns: Columns, look: Look): readonly string[] {
  const tone = outcome.startsWith("✗") ? "bad" : "good";
  return withNote(
    [
      { text: name, at: 2, least: 12 },
      { text: origin, at: columns.origin, tone: "dim", least: 6 },
    ],
    { text: outcome, at: columns.outcome, tone },
    look,
    4,
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
    ...lines.slice(0, most).flatMap(([word = "", text = "", origin = ""]) =>
      withNote(
        [
          { text: word, at: 6, tone: "dim" },
          { text, at: 18, least: 20 },
        ],
        { text: origin, at: 54, tone: "dim" },
        look,
        18,
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
  return because.code !== "later" && because.code !== "own-kept";
}
