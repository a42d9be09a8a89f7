import { baseName } from "../model/path.ts";
import type { CandidateSummary, Plan } from "../model/plan.ts";
import { ORIGIN_WORDS } from "./candidates.ts";
import { line, sentences, withNote } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { conflictText } from "./requirement-text.ts";
import { say } from "./say.ts";

/** Every rule's opinion of everything it was asked about. */
export function verdictLines({ verdicts }: Plan, look: Look): readonly string[] {
  if (verdicts.length === 0) return [];
  const signs = { accept: "✓", reject: "✗", prefer: "+" } as const;
  const tones = { accept: "good", reject: "bad", prefer: "good" } as const;
  return verdicts.flatMap(({ rule, subject, outcome, because }) =>
    withNote(
      [
        { text: signs[outcome], at: 2, tone: tones[outcome] },
        { text: rule, at: 5, least: 12 },
        { text: shown(subject, look), at: 26, least: 12 },
      ],
      { text: say(because, look), at: 48, tone: "dim" },
      look,
      26,
    ),
  );
}

const RULE = "=".repeat(60);

/** The analysis in one block: the environment that was looked at first, what it lacks, and what follows. */
export function analysisLines(plan: Plan, look: Look): readonly string[] {
  const first = plan.candidates.find(({ action }) => action !== "reject") ?? plan.candidates[0];
  const { environment } = plan;
  const enclosing = plan.candidates.find(({ project }) => project !== undefined);
  const row = (word: string, text: string) =>
    sentences([`${word}:`.padEnd(INDENT)], text === "" ? "none" : text, look, { indent: INDENT });
  const conflicts = plan.conflicts.length > 0 ? plan.conflicts : (first?.conflicts ?? []);
  const missing = plan.missing.length > 0 ? plan.missing : (first?.missing ?? []);
  return [
    line([RULE], look),
    ...row("environment", typeOf(first)),
    ...row("python", environment?.version ?? plan.python?.version ?? ""),
    ...row("path", first === undefined ? "" : shown(first.prefix, look)),
    ...row("enclosing project", enclosing === undefined ? "" : embedded(enclosing, look)),
    ...row("missing", missing.join(", ")),
    ...(conflicts.length === 0 ? row("conflicts", "") : [line(["conflicts:"], look)]),
    ...conflicts.map((conflict) => line([{ text: `- ${conflictText(conflict)}`, at: 2, least: 20 }], look)),
    ...row("recommendation", plan.action + (environment ? ` ${shown(environment.prefix, look)}` : "")),
    ...row("reason", say(plan.because, look)),
    line([RULE], look),
  ];
}

const INDENT = 19;

function typeOf(candidate: CandidateSummary | undefined): string {
  if (candidate === undefined) return "";
  const { origins } = candidate;
  const base = origins.length > 0 && origins.every((origin) => origin === "interpreter");
  const reached = origins.map((origin) => ORIGIN_WORDS[origin]).join(", ");
  return base ? "global (base interpreter)" : `virtual (${reached})`;
}

function embedded({ project }: CandidateSummary, look: Look): string {
  return project === undefined
    ? ""
    : `${baseName(project)} at ${shown(project, look)} (embedded installation)`;
}
