// What came of it, as tables of Markdown.
import { quantile } from "./campaign.mjs";

const COUNTS = [
  ["killed", () => true],
  ["… while a transaction was open", ({ left }) => left === "open"],
  ["… and once more while it recovered", ({ twice }) => twice],
  ["left as before", ({ left }) => left === "before"],
  ["left as after", ({ left }) => left === "after"],
  ["left as something third", ({ left }) => left === "third"],
  ["… of it broken", ({ broken }) => broken],
  ["… of that, its own `check` says that all is well", ({ broken, checked }) => broken && checked === 0],
  [
    "neither before nor after once the next command has run",
    ({ tool, state, ok }) => (tool === "burrow" ? state === "third" : !ok),
  ],
  ["the next command does not heal", ({ ok }) => !ok],
  ["… of it with exit status 0", ({ silent }) => silent],
];

/** Kills: a column for each tool and way. */
export function killTable(rows) {
  const columns = columnsOf(rows, ({ tool, way }) => `${tool} ${way}`);
  return markdown([
    ["", ...columns.map(([name]) => name)],
    ...COUNTS.map(([name, is]) => [name, ...columns.map(([, of]) => of.filter(is).length)]),
    ...[0.5, 0.95].map((part) => [
      `\`burrow recover\` p${part * 100}, ms`,
      ...columns.map(([, of]) => recovery(of, part)),
    ]),
    [
      "the whole command, ms",
      ...columns.map(([, of]) =>
        quantile(
          of.map(({ whole }) => whole),
          0.5,
        ),
      ),
    ],
  ]);
}

/** How long `burrow recover` took where there was something to recover, for the first time. */
function recovery(rows, part) {
  const took = rows.filter(({ next, left, twice }) => next === "recover" && left === "open" && !twice);
  return took.length === 0
    ? ""
    : quantile(
        took.map(({ ms }) => ms),
        part,
      );
}

/** Combinations of faults: a line for each way and depth. */
export function comboTable(rows) {
  const lines = columnsOf(
    rows,
    ({ way, faults }) => `${way}, ${faults.includes(", ") ? "two faults" : "one fault"}`,
  );
  return markdown([
    [
      "",
      "combinations",
      "of all",
      "killed",
      "says that it failed",
      "before",
      "after",
      "between",
      "third",
      "not healed, or said wrongly",
    ],
    ...lines.map(([name, of]) => [
      name,
      of.length,
      of.find(({ all }) => all !== undefined)?.all ?? "",
      of.filter(({ ended }) => ended === "killed").length,
      of.filter(({ ended }) => ended !== "killed" && ended !== 0).length,
      ...["before", "after", "between", "third"].map(
        (state) => of.filter((row) => row.state === state).length,
      ),
      of.filter(({ ok }) => !ok).length,
    ]),
  ]);
}

const IN_HOSTILE = [
  ["surroundings", () => true],
  ["done all the same", ({ ended, left }) => ended === 0 && left === "after"],
  ["done in an environment of its own, and that one left as before", ({ left }) => left === "apart"],
  ["failed, and left as before", ({ ended, left }) => ended !== 0 && left === "before"],
  ["left as something third", ({ left }) => left === "third"],
  ["… of it broken", ({ broken }) => broken],
  ["… of it with exit status 0", ({ lies }) => lies],
  [
    "the next command, undisturbed, does not heal",
    ({ tool, ok, state, next, silent }) =>
      tool === "burrow" ? !ok : silent || next !== 0 || (state === "third" && !ok),
  ],
  ["… of it with exit status 0", ({ silent }) => silent],
];

/** Hostile surroundings: a column for each tool. */
export function hostileTable(rows) {
  const columns = columnsOf(rows, ({ tool }) => tool);
  return markdown([
    ["", ...columns.map(([name]) => name)],
    ...IN_HOSTILE.map(([name, is]) => [name, ...columns.map(([, of]) => of.filter(is).length)]),
  ]);
}

const IN_THE_DARK = [
  ["power cuts", () => true],
  ["… after it had said that it was done", ({ done }) => done],
  [
    "… of those, not as after",
    ({ tool, done, left, state }) => done && (tool === "burrow" ? state : left) !== "after",
  ],
  ["… and another one while it recovered", ({ twice }) => twice],
  ["left unfinished", ({ left }) => left === "open"],
  ["left as something third", ({ left }) => left === "third"],
  ["… of it broken", ({ broken }) => broken],
  ["before, once the next command has run", ({ state }) => state === "before"],
  ["after", ({ state }) => state === "after"],
  ["between", ({ state }) => state === "between"],
  ["not healed by that, or not what it had said", ({ ok }) => !ok],
];

/** Power cuts: a column for each way. */
export function powerTable(rows) {
  const columns = columnsOf(rows, ({ tool, way }) => `${tool} ${way}`);
  return markdown([
    ["", ...columns.map(([name]) => name)],
    ...IN_THE_DARK.map(([name, is]) => [name, ...columns.map(([, of]) => of.filter(is).length)]),
  ]);
}

function columnsOf(rows, nameOf) {
  const columns = new Map();
  for (const row of rows) columns.set(nameOf(row), [...(columns.get(nameOf(row)) ?? []), row]);
  return [...columns];
}

function markdown([head, ...rows]) {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}
