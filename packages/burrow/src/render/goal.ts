import type { Goal, GoalRequirement } from "../model/goal.ts";
import { type Cell, line } from "./line.ts";
import { fromHome, type Look, shown } from "./look.ts";
import { problemLines } from "./problems.ts";
import { at } from "./say.ts";
import { warningLines } from "./warnings.ts";

/** What was understood of a project's files, each statement with its line; what was not understood comes last. */
export function goalText(goal: Goal, reader: Look): readonly string[] {
  const look: Look = { ...reader, here: goal.root };
  const { python, backend, conda, project, groups, extras, options } = goal;
  const row = (word: string, text: string, origin?: Parameters<typeof at>[0]) =>
    text === "" ? [] : [line(columns(word, text, origin === undefined ? "" : at(origin, look)), look)];
  return [
    line(
      [
        { text: `${goal.name}  `, tone: "strong" },
        { text: fromHome(goal.root, look), least: 12 },
      ],
      look,
    ),
    ...row("python", python.specifier, python.origin),
    ...(python.asked ? row("", `${python.asked.text} asked for`, python.asked.origin) : []),
    ...(backend === "conda" ? row("backend", "conda") : []),
    ...(conda ? row("channels", conda.channels.map(shownAddress).join(", ")) : []),
    ...Object.entries(conda?.variables ?? {}).flatMap(([name, value], index) =>
      row(index === 0 ? "sets" : "", `${name}=${value}`),
    ),
    ...(project ? row("itself", `${project.name ?? "the project"}, editable`, project.origin) : []),
    ...row("groups", groups.join(", ")),
    ...row("extras", extras.join(", ")),
    ...goal.requirements.flatMap((one, index) =>
      row(index === 0 ? "asks for" : "", asked(one, look), one.origin),
    ),
    ...goal.constraints.flatMap((one, index) =>
      row(index === 0 ? "held by" : "", asked(one, look), one.origin),
    ),
    ...options.flatMap((option, index) =>
      row(index === 0 ? "options" : "", option.shown ?? option.text, option.origin),
    ),
    ...(goal.requirements.length === 0 && goal.problems.length === 0 ? row("asks for", "nothing") : []),
    ...problemLines(goal.problems, { ...look, verbose: true }),
    ...warningLines(goal.warnings, look),
  ];
}

/** Passwords in the addresses of channels are for the engine alone. */
function shownAddress(channel: string): string {
  return channel.replace(/(:\/\/[^/:@]*:)[^/@]*@/u, "$1***@").replace(/\/t\/[^/]+(?=\/)/u, "/t/***");
}

function columns(word: string, text: string, origin: string): readonly Cell[] {
  return [
    { text: word, at: 2, tone: "dim" },
    { text, at: 13, least: 20 },
    { text: origin, at: 50, tone: "dim", least: 12 },
  ];
}

function asked({ text, editable, hashes }: GoalRequirement, look: Look): string {
  const what = editable === undefined ? text : `-e ${shown(editable, look)}`;
  return hashes.length === 0 ? what : `${what} (hashed)`;
}
