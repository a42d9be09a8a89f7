import type { Environment } from "../model/environment.ts";
import type { AbsentEnvironment, EnvironmentState, ProjectList, Resolution } from "../model/project-list.ts";
import type { Survey } from "../model/survey.ts";
import { type Cells, line, readable, sentences } from "./line.ts";
import { madeBy } from "./environment.ts";
import { type Look, shown } from "./look.ts";
import { counted } from "./measures.ts";
import { columnsFor, heading, interpreterRow, type Row, rowLines } from "./rows.ts";
import { say, sayOf } from "./say.ts";
import { warningLines } from "./warnings.ts";

/** What was found: the environments with how far each is, then the interpreters, then who wins on PATH, a line each. */
export function surveyText(
  { survey, states, absent, resolution }: ProjectList,
  look: Look,
): readonly string[] {
  const { interpreters = [], warnings } = survey;
  // A base interpreter is an environment too; it has its line below.
  const environments = survey.environments.filter(({ kind }) => look.verbose || kind !== "base");
  const first = [
    ...environments.map((one) => environmentRow(one, survey, states[one.realPrefix], look)),
    ...absent.map((one) => absentRow(one, look)),
  ];
  const second = interpreters.map((one) => interpreterRow(one, look));
  const rows = [...first, ...second];
  const columns = columnsFor(rows, look);
  const told = (some: readonly Row[]) => some.flatMap((row) => rowLines(row, columns, look));
  const sections = [
    first.length === 0 ? [line(["no environments"], look)] : [heading("environments", look), ...told(first)],
    second.length === 0 ? [] : [heading("interpreters", look), ...told(second)],
    resolution.length === 0
      ? []
      : [heading("on PATH", look), ...resolution.flatMap((one) => resolutionLines(one, look))],
    warningLines(warnings, look),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function environmentRow(
  { prefix, version, kind, broken, distributions, generation, realPrefix, external }: Environment,
  { reaches }: Survey,
  state: EnvironmentState | undefined,
  look: Look,
): Row {
  const origins = reaches.filter((reach) => reach.realPrefix === realPrefix).map(({ origin }) => origin);
  const notes = [
    ...(state === undefined ? [] : [STATES[state]]),
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

const STATES: Readonly<Record<EnvironmentState, string>> = {
  ready: "ready",
  realized: "realized",
  lazy: "lazy",
  "not-provisioned": "not provisioned",
};

function absentRow({ name, prefix, backend, state }: AbsentEnvironment, look: Look): Row {
  return {
    path: readable(shown(prefix, look), look),
    version: "",
    kind: backend ?? "",
    note: `${STATES[state]} · ${name}`,
    isWrong: false,
  };
}

/** A command and its first program on PATH; below it why that is not what a person means. */
function resolutionLines({ command, path, problem }: Resolution, look: Look): readonly string[] {
  const cells: Cells = [
    { text: command, at: 2 },
    ...(path === undefined ? [] : [{ text: readable(shown(path, look), look), at: 11, least: 12 }]),
  ];
  if (problem === undefined) return [line(cells, look)];
  const note = { text: `${path === undefined ? "" : "! "}${say(problem, look)}`, at: 11 };
  return path === undefined
    ? [line([...cells, note], look)]
    : [line(cells, look), ...sentences(["    "], note.text, look, { indent: 6 })];
}
