import type { Plan } from "../model/plan.ts";
import type { HookStep } from "../model/step.ts";
import { analysisLines, verdictLines } from "./analysis.ts";
import { candidateLines } from "./candidates.ts";
import { changeLines, conflictLines, placeOf, stepLines } from "./changes.ts";
import { errorText } from "./error.ts";
import { askedBy, blamed, hintFor } from "./hints.ts";
import { type Cells, line, readable, sentences } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { bytes } from "./measures.ts";
import { problemLines } from "./problems.ts";
import { say } from "./say.ts";
import { warningLines } from "./warnings.ts";
import { widthOf } from "./width.ts";

/** A plan for people: what, where, why, what was looked at, what will be done, what changes and what it saves. */
export function planText(plan: Plan, reader: Look): readonly string[] {
  return sections([...bodyOf(plan, reader), footer(plan, reader)]);
}

/** The same without its last line, for whoever is about to ask whether to do it. */
export function planBody(plan: Plan, reader: Look): readonly string[] {
  return sections(bodyOf(plan, reader));
}

function bodyOf(plan: Plan, reader: Look): readonly (readonly string[])[] {
  const look: Look = { ...reader, here: plan.goal.root };
  const { root, script = root } = plan.goal;
  const elsewhere = root === reader.here ? [] : [line(["  for ", fromHome(script, look)], look)];
  return [
    [...(plan.action === "refuse" ? refusalLines(plan, look) : headline(plan, look)), ...elsewhere],
    candidateLines(plan, look),
    plan.action === "upgrade" && plan.goal.exact === undefined ? conflictLines(plan, look) : [],
    stepLines(plan, look),
    changeLines(plan, look),
    warningLines(plan.warnings, look),
    ...(look.verbose ? [verdictLines(plan, look), analysisLines(plan, look)] : []),
  ];
}

/** A hook for whoever is about to be asked whether it may run: every letter of it, whatever the width. */
export function hookLines({ why, project }: HookStep, reader: Look): readonly string[] {
  const look: Look = { ...reader, cut: false, width: Infinity };
  const place = project === reader.here ? [] : [line(["  in ", fromHome(project, look)], look)];
  return [line([{ text: "? ", tone: "warn" }, `up ${say(why, look)}`], look), ...place];
}

/** A source for whoever is about to be asked whether it may be built. */
export function buildLines(requirement: string, reader: Look): readonly string[] {
  const look: Look = { ...reader, cut: false, width: Infinity };
  const told = `${requirement} has to be built from source, which runs code of its own`;
  return [line([{ text: "? ", tone: "warn" }, readable(told, look)], look)];
}

/** Why nothing can be done, where it is asked for, and what a person can do about it. */
export function refusalLines(plan: Plan, look: Look): readonly string[] {
  if (plan.because.code === "goal-problems") return unreadLines(plan, look);
  const where = blamed(plan, look);
  const said = say(plan.because, look);
  const named = /^`[^`]*`/u.exec(said)?.[0];
  const message =
    where === undefined || named === undefined ? said : `${named} (${where})${said.slice(named.length)}`;
  return errorText({ message, because: askedBy(plan, look), hint: hintFor(plan, look) }, look);
}

/** What could not be understood of a project's files; one statement alone says all by itself. */
function unreadLines({ because, goal: { problems } }: Plan, look: Look): readonly string[] {
  const lines = problemLines(problems, look, "burrow goal");
  return problems.length === 1 ? lines : [...errorText({ message: say(because, look) }, look), ...lines];
}

function headline(plan: Plan, look: Look): readonly string[] {
  const what: Cells = [
    { text: `${plan.action} `, tone: "strong" },
    { text: placeOf(plan, look), least: 16 },
  ];
  const why = `why: ${say(plan.because, look)}`;
  const together = widthOf(line(what, { ...look, colour: false })) + 2 + widthOf(readable(why, look));
  return together <= look.width
    ? [line([...what, { text: why, right: true }], look)]
    : [line(what, look), ...sentences(["  "], why, look, { indent: 7 })];
}

function footer({ action, saves, steps, goal }: Plan, look: Look): readonly string[] {
  if (goal.exact !== undefined)
    return sentences(
      [],
      action === "reuse" && steps.length === 0 ? "nothing to do" : "nothing was changed",
      look,
      {
        indent: 0,
      },
    );
  const saved = saves === undefined || saves.bytes === 0 ? [] : [`saves ${bytes(saves.bytes)}`];
  const told = (...parts: readonly string[]) => sentences([], parts.join(" · "), look, { indent: 0 });
  switch (action) {
    case "refuse":
      return told("nothing was changed");
    case "reuse":
      return steps.length === 0
        ? told("nothing to do", ...saved, "burrow run …")
        : told("nothing was changed", ...saved, "burrow up to do this");
    case "extend":
    case "upgrade":
    case "repair":
    case "create":
      return told("nothing was changed", ...saved, "burrow up to do this");
  }
}

/** Groups of lines with an empty line between them. */
function sections(groups: readonly (readonly string[])[]): readonly string[] {
  return groups
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}
