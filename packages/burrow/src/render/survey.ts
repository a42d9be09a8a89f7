import type { Environment } from "../model/environment.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Survey } from "../model/survey.ts";
import { type Cells, line, readable, withNote } from "./line.ts";
import { madeBy } from "./environment.ts";
import { type Look, shown } from "./look.ts";
import { counted } from "./measures.ts";
import { sayOf } from "./say.ts";
import { warningLines } from "./warnings.ts";
import { shortened, widthOf } from "./width.ts";

/** What was found: the environments, then the interpreters, a line each. */
export function surveyText(survey: Survey, look: Look): readonly string[] {
  const { interpreters = [], warnings } = survey;
  // A base interpreter is an environment too; it has its line below.
  const environments = survey.environments.filter(({ kind }) => look.verbose || kind !== "base");
  const rows = [
    ...environments.map((one) => environmentRow(one, survey, look)),
    ...interpreters.map((one) => interpreterRow(one, look)),
  ];
  const columns = columnsFor(rows, look);
  const told = rows.map((row) => rowLines(row, columns, look));
  const sections = [
    environments.length === 0
      ? [line(["no environments"], look)]
      : [heading("environments", look), ...told.slice(0, environments.length).flat()],
    interpreters.length === 0
      ? []
      : [heading("interpreters", look), ...told.slice(environments.length).flat()],
    warningLines(warnings, look),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function heading(word: string, look: Look): string {
  return line([{ text: word, tone: "strong" }], look);
}

/** What a line says of an environment or an interpreter. */
interface Row {
  readonly path: string;
  readonly version: string;
  readonly kind: string;
  readonly note: string;
  readonly isWrong: boolean;
}

interface Columns {
  /** Columns that a path may take. */
  readonly path: number;
  readonly version: number;
  readonly kind: number;
  readonly note: number;
}

/** A path has half of the line, and 28 columns at the least. */
function columnsFor(rows: readonly Row[], look: Look): Columns {
  const path = Math.min(longest(rows.map((row) => row.path)), Math.max(28, Math.floor(look.width / 2)));
  const version = 2 + path + 2;
  const kind = version + longest(rows.map((row) => row.version)) + 2;
  return { path, version, kind, note: kind + longest(rows.map((row) => row.kind)) + 2 };
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}

/** What does not fit beside it goes to a line of its own. */
function rowLines(
  { path, version, kind, note, isWrong }: Row,
  columns: Columns,
  look: Look,
): readonly string[] {
  const mark = look.unicode ? "…" : "...";
  const cells: Cells = [
    { text: look.cut ? shortened(path, columns.path, mark) : path, at: 2, least: 12 },
    { text: version, at: columns.version, least: 4 },
    { text: kind, at: columns.kind, tone: "dim", least: 4 },
  ];
  return withNote(cells, { text: note, at: columns.note, ...(isWrong && { tone: "bad" as const }) }, look, 4);
}

function environmentRow(
  { prefix, version, kind, broken, distributions, generation, realPrefix, external }: Environment,
  { reaches }: Survey,
  look: Look,
): Row {
  const origins = reaches.filter((reach) => reach.realPrefix === realPrefix).map(({ origin }) => origin);
  const notes = [
    ...new Set(origins),
    ...(generation === undefined ? [] : [`generation ${generation.number}`]),
    ...(external ? ["external"] : []),
    counted(distributions.filter(({ inherited }) => !inherited).length, "distribution"),
  ];
  return {
    path: readable(shown(prefix, look), look),
    version: readable(version ?? "?", look),
    kind: madeBy(kind, generation),
    note: broken === undefined ? notes.join(" · ") : `✗ ${sayOf(broken, look)}`,
    isWrong: broken !== undefined,
  };
}

function interpreterRow(
  {
    executable,
    version,
    source,
    implementation,
    managed,
    externallyManaged,
    unfit,
    freeThreaded,
  }: Interpreter,
  look: Look,
): Row {
  const notes = [
    ...(implementation === "cpython" ? [] : [implementation]),
    ...(freeThreaded ? ["free-threaded"] : []),
    ...(managed ? ["installed by burrow"] : []),
    ...(externallyManaged === undefined ? [] : ["externally managed"]),
  ];
  return {
    path: readable(shown(executable, look), look),
    version: readable(version, look),
    kind: source,
    note: unfit === undefined ? notes.join(" · ") : `✗ ${sayOf(unfit, look)}`,
    isWrong: unfit !== undefined,
  };
}
