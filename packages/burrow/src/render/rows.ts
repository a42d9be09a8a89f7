import type { Interpreter } from "../model/interpreter.ts";
import { type Cells, line, readable, withNote } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { sayOf } from "./say.ts";
import { shortened, widthOf } from "./width.ts";

/** The word above a part of a list. */
export function heading(word: string, look: Look): string {
  return line([{ text: word, tone: "strong" }], look);
}

/** What a line says of an environment or an interpreter. */
export interface Row {
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

/** Where the parts of rows stand: a path has half of the line, and 28 columns at the least; where that leaves too little, the path gives way to the kind down to 12, and beyond to the version. */
export function columnsFor(rows: readonly Row[], look: Look): Columns {
  const versions = longest(rows.map((row) => row.version));
  const kinds = longest(rows.map((row) => row.kind));
  const beside = look.cut ? look.width - 2 - 2 - versions : Infinity;
  const path = Math.min(
    longest(rows.map((row) => row.path)),
    Math.max(28, Math.floor(look.width / 2)),
    Math.max(12, beside - 2 - kinds),
    Math.max(1, beside),
  );
  const version = 2 + path + 2;
  const kind = version + versions + 2;
  return { path, version, kind, note: kind + kinds + 2 };
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}

/** A row; what does not fit beside it goes to a line of its own. */
export function rowLines(
  { path, version, kind, note, isWrong }: Row,
  columns: Columns,
  look: Look,
): readonly string[] {
  const mark = look.unicode ? "…" : "...";
  const cells: Cells = [
    { text: look.cut ? shortened(path, columns.path, mark) : path, at: 2, least: 12 },
    { text: version, at: columns.version },
    { text: kind, at: columns.kind, tone: "dim", least: 4 },
  ];
  return withNote(cells, { text: note, at: columns.note, ...(isWrong && { tone: "bad" as const }) }, look, 4);
}

/** What a line says of an interpreter. */
export function interpreterRow(
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
