import { describe, expect, test } from "vitest";
import { lookFor } from "../../src/cli/reader.ts";
import { absolute } from "../../src/model/path.ts";
import { world } from "./kit.ts";

const look = (
  stream: { isTTY?: boolean; columns?: number },
  env: Record<string, string>,
  platform = "linux",
) => lookFor({ write: () => {}, ...stream }, world({ env, platform }), false);

describe("how a stream is read", () => {
  test("a terminal has a width, colours and a locale", () => {
    expect(look({ isTTY: true, columns: 120 }, { LANG: "de_DE.UTF-8", HOME: "/home/me" })).toEqual({
      width: 120,
      cut: true,
      unicode: true,
      colour: true,
      verbose: false,
      here: absolute("/home/me/code/shop"),
      home: absolute("/home/me"),
    });
  });

  test.each([
    ["a pipe keeps its data whole", {}, {}, { width: 80, cut: false, colour: false }],
    ["COLUMNS says how wide", {}, { COLUMNS: "100" }, { width: 100, cut: true }],
    ["nothing is laid out for less than 40", { isTTY: true, columns: 7 }, {}, { width: 40 }],
    ["a terminal without a width has 80", { isTTY: true, columns: 0 }, {}, { width: 80, cut: true }],
    ["NO_COLOR", { isTTY: true }, { NO_COLOR: "1" }, { colour: false }],
    ["an empty NO_COLOR says nothing", { isTTY: true }, { NO_COLOR: "" }, { colour: true }],
    ["TERM=dumb", { isTTY: true }, { TERM: "dumb" }, { colour: false }],
    ["no locale is ASCII", {}, {}, { unicode: false }],
    ["LC_ALL wins", {}, { LC_ALL: "C", LANG: "en_GB.UTF-8" }, { unicode: false }],
    ["an empty LC_ALL says nothing", {}, { LC_ALL: "", LC_CTYPE: "UTF-8" }, { unicode: true }],
  ])("%s", (_, stream, env, expected) => {
    expect(look(stream, env)).toMatchObject(expected);
  });

  test("Windows and macOS speak UTF-8 without saying so", () => {
    expect(["win32", "darwin"].map((platform) => look({}, {}, platform).unicode)).toEqual([true, true]);
  });
});
