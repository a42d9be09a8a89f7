import type { Environment } from "../model/environment.ts";
import type { Survey } from "../model/survey.ts";
import { line, readable } from "./line.ts";
import { madeBy } from "./environment.ts";
import { type Look, shown } from "./look.ts";
import { counted } from "./measures.ts";
import { columnsFor, heading, interpreterRow, type Row, rowLines } from "./rows.ts";
import { sayOf } from "./say.ts";
import { warningLines } from "./warnings.ts";

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
