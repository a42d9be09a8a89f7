import type { Change, Plan } from "../model/plan.ts";
import type { Step, StepKind } from "../model/step.ts";
import { type Cells, line, sentences, withNote } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { conflictText } from "./requirement-text.ts";
import { say } from "./say.ts";

/** A step in one word. */
export const STEP_WORDS: Readonly<Record<StepKind, string>> = {
  ignore: "ignore",
  "install-python": "python",
  "build-wheel": "build",
  "create-environment": "create",
  preserve: "preserve",
  fetch: "fetch",
  install: "install",
  uninstall: "remove",
  "fetch-packages": "fetch",
  "change-packages": "conda",
  "install-requirements": "pip",
  "build-project": "build",
  verify: "verify",
  "run-hook": "hook",
  "set-aside": "keep",
  link: "link",
};

/** Names that are listed one after the other before the rest is counted. */
const MANY = 12;

/** What will be done, in order. */
export function stepLines(plan: Plan, look: Look): readonly string[] {
  const digits = String(plan.steps.length).length;
  return plan.steps.flatMap((step, index) => {
    const beginning: Cells = [
      { text: String(index + 1).padStart(digits), at: 2, tone: "dim" },
      { text: STEP_WORDS[step.kind], at: 4 + digits },
      { text: "", at: STEP_TEXT },
    ];
    return sentences(padded(beginning, look), stepText(step, plan, look), look, { indent: STEP_TEXT });
  });
}

const STEP_TEXT = 15;

/** The beginning as one text, so that what follows starts at the column of all steps. */
function padded(cells: Cells, look: Look): Cells {
  return [line(cells, { ...look, colour: false }).padEnd(STEP_TEXT)];
}

function stepText(step: Step, { python }: Plan, look: Look): string {
  switch (step.kind) {
    case "create-environment":
      return `${say(step.why, look)}${python === undefined ? "" : `, ${say(python.because, look)}`}`;
    case "fetch":
    case "fetch-packages":
      return `${say(step.why, look)}${sized(step.pins)}`;
    case "install":
      return `${counted(step.pins.length, "distribution")}${sized(step.pins)}`;
    case "ignore":
    case "install-python":
    case "build-wheel":
    case "preserve":
    case "uninstall":
    case "change-packages":
    case "install-requirements":
    case "build-project":
    case "verify":
    case "run-hook":
    case "set-aside":
    case "link":
      return say(step.why, look);
  }
}

/** The bytes to fetch, when every one was told. */
function sized(pins: readonly { readonly bytes?: number }[]): string {
  let total = 0;
  for (const { bytes: one } of pins) {
    if (one === undefined) return "";
    total += one;
  }
  return total === 0 ? "" : `, ${bytes(total)} to fetch`;
}

/** What will be different afterwards: what is missing, added, changed and removed. What recorded content drops is told whole. */
export function changeLines(plan: Plan, look: Look): readonly string[] {
  const { changes, action, goal } = plan;
  const explains = action === "extend" || action === "upgrade" || look.verbose;
  return [
    ...(explains && goal.exact === undefined ? listed("missing", plan.missing, look) : []),
    ...differenceLines(changes, goal.exact === undefined ? look : { ...look, verbose: true }),
  ];
}

/** Versions that moved, came and went. */
export function differenceLines(changes: readonly Change[], look: Look): readonly string[] {
  const added = changes.filter(({ from }) => from === undefined);
  const removed = changes.filter(({ to }) => to === undefined);
  const moved = changes.filter(({ from, to }) => from !== undefined && to !== undefined);
  return [
    ...moved.map((change) => movedLine(change, look)),
    ...listed(
      "+",
      added.map(({ name, to = "" }) => `${name} ${to}`),
      look,
    ),
    ...listed(
      "-",
      removed.map(({ name, from = "" }) => `${name} ${from}`),
      look,
    ),
  ];
}

function movedLine({ name, from = "", to = "" }: Change, look: Look): string {
  return line([{ text: `~ ${name} ${from} → ${to}`, at: 2, least: 20 }], look);
}

function listed(word: string, texts: readonly string[], look: Look): readonly string[] {
  if (texts.length === 0) return [];
  const most = look.verbose ? Infinity : MANY;
  const rest = texts.length - most;
  const text = texts.slice(0, most).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  const indent = 2 + word.length + 1;
  return sentences([`  ${word} `], text, look, { indent });
}

/** Conflicts of the environment that is taken, in their fixed form. */
export function conflictLines({ conflicts }: Plan, look: Look): readonly string[] {
  return conflicts.flatMap((conflict) =>
    withNote(
      [
        { text: "conflict", at: 2 },
        { text: conflictText(conflict), at: 12, least: 20 },
      ],
      { text: say(conflict.because, look), at: 48, tone: "dim" },
      look,
      12,
    ),
  );
}

/** Where the environment of a plan is, for people. */
export function placeOf({ environment }: Plan, look: Look): string {
  return environment === undefined ? "" : shown(environment.prefix, look);
}
