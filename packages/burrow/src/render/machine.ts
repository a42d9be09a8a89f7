import type { MachineEnvironment, MachineSurvey } from "../model/machine-survey.ts";
import { isInside } from "../model/path.ts";
import { madeBy } from "./environment.ts";
import { line, readable } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { momentOf } from "./moment.ts";
import { columnsFor, heading, interpreterRow, type Row, rowLines } from "./rows.ts";
import { sayOf } from "./say.ts";
import { warningLines } from "./warnings.ts";

/** What was found on the machine: how it stands, then the environments by who makes them, the last used first, then the interpreters. */
export function machineText(survey: MachineSurvey, look: Look, together?: number): readonly string[] {
  const { environments, interpreters, warnings } = survey;
  if (environments.length === 0 && interpreters.length === 0)
    return [
      line(["no Python was found here"], look),
      line([{ text: "  burrow up brings one", tone: "dim" }], look),
    ];
  const groups = grouped(environments);
  const rows = groups.map(({ members }) => members.map((one) => environmentRow(one, look)));
  const others = interpreters.map((one) => interpreterRow(one, look));
  const columns = columnsFor([...rows.flat(), ...others], look);
  const sections = [
    [summary(survey, look, together)],
    ...groups.map(({ name }, index) => [
      heading(name, look),
      ...(rows[index] ?? []).flatMap((row) => rowLines(row, columns, look)),
    ]),
    others.length === 0
      ? []
      : [heading("interpreters", look), ...others.flatMap((row) => rowLines(row, columns, look))],
    warningLines(warnings, look),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function summary(
  { environments, interpreters, takenAt }: MachineSurvey,
  look: Look,
  together: number | undefined,
): string {
  const [oldest = takenAt] = environments.flatMap(({ sizeAt }) => sizeAt ?? []).toSorted();
  const since = oldest < takenAt ? ` (measured at ${momentOf(oldest)} or later)` : "";
  const wrong = environments.filter(({ health }) => health !== "healthy").length;
  const parts = [
    counted(environments.length, "environment"),
    ...(wrong === 0 ? [] : [`${wrong} not healthy`]),
    ...(together === undefined ? [] : [`${bytes(together)} on disk${since}`]),
    counted(interpreters.length, "interpreter"),
  ];
  return line([parts.join(" · ")], look);
}

interface Group {
  readonly name: string;
  readonly members: readonly MachineEnvironment[];
}

function grouped(environments: readonly MachineEnvironment[]): readonly Group[] {
  const groups = new Map<string, MachineEnvironment[]>();
  for (const one of environments) {
    const name = madeBy(one.kind, one.generation);
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups]
    .map(([name, members]) => ({ name, members: members.toSorted(lastUsedFirst) }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function lastUsedFirst(one: MachineEnvironment, other: MachineEnvironment): number {
  const [used, then] = [one.lastUsed ?? "", other.lastUsed ?? ""];
  return used === then ? 0 : used > then ? -1 : 1;
}

function environmentRow(environment: MachineEnvironment, look: Look): Row {
  const { prefix, kind, version, broken, health, lastUsed, size, project, orphaned, external } = environment;
  const notes = [
    ...(project === undefined || isInside(prefix, project) ? [] : [fromHome(project, look)]),
    ...(orphaned === true ? ["orphaned"] : []),
    ...(external ? ["external"] : []),
    ...(size === undefined ? [] : [bytes(size)]),
  ];
  return {
    path: readable(fromHome(prefix, look), look),
    version: readable(version ?? (kind === "conda" || kind === "pixi" ? "none" : "?"), look),
    kind: lastUsed?.slice(0, 10) ?? "",
    note:
      broken === undefined ? notes.join(" · ") : `${health === "unknown" ? "?" : "✗"} ${sayOf(broken, look)}`,
    isWrong: broken !== undefined,
  };
}
