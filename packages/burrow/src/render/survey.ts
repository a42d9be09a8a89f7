import type { Environment } from "../model/environment.ts";
import type { AbsentEnvironment, EnvironmentState, ProjectList, Resolution } from "../model/project-list.ts";
import type { Survey } from "../model/survey.ts";
import { byCause, causeOf } from "../model/wrong-programs.ts";
import { line, readable, sentences } from "./line.ts";
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
    resolution.length === 0 ? [] : [heading("on PATH", look), ...resolutionText(resolution, look)],
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

/** Each command and its first program on PATH; below the last one that a cause concerns, why these are not what a person means. */
function resolutionText(resolution: readonly Resolution[], look: Look): readonly string[] {
  const wrong = resolution.flatMap(({ command, path, problem }) =>
    path === undefined || problem === undefined ? [] : [{ command, path, problem }],
  );
  const notes = new Map(byCause(wrong).map((some) => [some.at(-1)?.command, causeOf(some)]));
  return resolution.flatMap(({ command, path, problem }) => {
    const note = notes.get(command);
    const found =
      path === undefined
        ? { text: problem === undefined ? "" : say(problem, look), at: 11 }
        : { text: readable(shown(path, look), look), at: 11, least: 12 };
    const below = note === undefined ? [] : sentences(["    "], `! ${say(note, look)}`, look, { indent: 6 });
    return [line([{ text: command, at: 2 }, found], look), ...below];
  });
}
