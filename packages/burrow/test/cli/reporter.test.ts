import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { peopleReporter, programReporter } from "../../src/cli/reporter.ts";
import { EVENTS } from "../render/events.ts";
import { TERMINAL } from "../render/kit.ts";

const events = [
  EVENTS["resolve.started"],
  EVENTS["resolve.finished"],
  EVENTS.warning,
  EVENTS["step.started"],
];

const lines = (steps: boolean) => {
  const said: string[] = [];
  const { report } = peopleReporter({ write: (text) => said.push(text) }, { ...TERMINAL, cut: false }, steps);
  events.forEach(report);
  return said;
};

describe("events", () => {
  test("on a terminal: one live line that gives way", () => {
    let text = "";
    const stderr = { isTTY: true, write: (more: string) => void (text += more) };
    const { report, clear } = peopleReporter(stderr, { ...TERMINAL, colour: true }, true);
    events.forEach(report);
    clear();
    clear();
    const erase = "\r\u001b[2K";
    expect(stripVTControlCharacters(text.replaceAll(erase, "|")).split("|")).toEqual([
      "",
      "… resolving",
      `✓ resolved 9 distributions${" ".repeat(48)}0.31 s\n! rich 14.0b1 is a pre-release\n`,
      "… 2/5 creating the environment",
      "",
    ]);
  });

  test("without a terminal: what has happened, and only what was wanted", () => {
    expect(lines(true)).toEqual([
      `✓ resolved 9 distributions${" ".repeat(48)}0.31 s\n`,
      "! rich 14.0b1 is a pre-release\n",
    ]);
    expect(lines(false)).toEqual(["! rich 14.0b1 is a pre-release\n"]);
  });

  test("as JSON: a line each, numbered and timed", () => {
    const said: string[] = [];
    const { report } = programReporter(
      { write: (text) => said.push(text) },
      { run: "r1", now: () => Date.UTC(2024, 0, 1) },
    );
    events.slice(0, 2).forEach(report);
    const stamp = { run: "r1", at: "2024-01-01T00:00:00.000Z" };
    expect(said.map((line) => JSON.parse(line))).toEqual([
      { type: "resolve.started", subject: "shop", seq: 0, ...stamp },
      {
        type: "resolve.finished",
        subject: "shop",
        outcome: "resolved",
        distributions: 9,
        seconds: 0.31,
        seq: 1,
        ...stamp,
      },
    ]);
  });
});
