import type { Environment } from "../model/environment.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Survey } from "../model/survey.ts";
import { type Cell, line, readable, sentences } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { counted } from "./measures.ts";
import { say, sayOf } from "./say.ts";
import { widthOf } from "./width.ts";

/** What was found: the environments, then the interpreters, a line each. */
export function surveyText(survey: Survey, look: Look): readonly string[] {
  const { interpreters = [], warnings } = survey;
  // A base interpreter is an environment too; it has its line below.
  const environments = survey.environments.filter(({ kind }) => look.verbose || kind !== "base");
  const paths = [
    ...environments.map(({ prefix }) => prefix),
    ...interpreters.map(({ executable }) => executable),
  ].map((path) => widthOf(readable(shown(path, look), look)));
  const column = 2 + Math.min(Math.max(0, ...paths), 44) + 2;
  const sections = [
    environments.length === 0
      ? [line(["no environments"], look)]
      : [
          heading("environments", look),
          ...environments.flatMap((one) => row(environmentCells(one, survey, column, look), look)),
        ],
    interpreters.length === 0
      ? []
      : [
          heading("interpreters", look),
          ...interpreters.flatMap((one) => row(interpreterCells(one, column, look), look)),
        ],
    warnings.flatMap((warning) => sentences([{ text: "! ", tone: "warn" }], say(warning, look), look)),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function heading(word: string, look: Look): string {
  return line([{ text: word, tone: "strong" }], look);
}

function row(cells: readonly Cell[], look: Look): readonly string[] {
  return [line(cells, look)];
}

function environmentCells(
  { prefix, version, kind, broken, distributions, generation, realPrefix, external }: Environment,
  { reaches }: Survey,
  column: number,
  look: Look,
): readonly Cell[] {
  const origins = reaches.filter((reach) => reach.realPrefix === realPrefix).map(({ origin }) => origin);
  const notes = [
    ...new Set(origins),
    ...(generation === undefined ? [] : [`generation ${generation.number}`]),
    ...(external ? ["external"] : []),
    counted(distributions.filter(({ inherited }) => !inherited).length, "distribution"),
  ];
  return [
    { text: shown(prefix, look), at: 2, least: 12 },
    { text: version ?? "?", at: column, least: 4 },
    { text: kind, at: column + 10, tone: "dim", least: 4 },
    broken === undefined
      ? { text: notes.join(" · "), at: column + 18, least: 12 }
      : { text: `✗ ${sayOf(broken, look)}`, at: column + 18, tone: "bad", least: 12 },
  ];
}

function interpreterCells(
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
  column: number,
  look: Look,
): readonly Cell[] {
  const notes = [
    ...(implementation === "cpython" ? [] : [implementation]),
    ...(freeThreaded ? ["free-threaded"] : []),
    ...(managed ? ["installed by burrow"] : []),
    ...(externallyManaged === undefined ? [] : ["externally managed"]),
  ];
  return [
    { text: shown(executable, look), at: 2, least: 12 },
    { text: version, at: column, least: 4 },
    { text: source, at: column + 10, tone: "dim", least: 4 },
    unfit === undefined
      ? { text: notes.join(" · "), at: column + 18, least: 12 }
      : { text: `✗ ${sayOf(unfit, look)}`, at: column + 18, tone: "bad", least: 12 },
  ];
}
