import { describe, expect, test } from "vitest";
import { pipUnresolved } from "../../../src/engines/pip/pip-failure.ts";
import { reportPins } from "../../../src/engines/pip/pip-report.ts";
import { pipEngine } from "../../../src/engines/pip/pip-engine.ts";
import { absolute } from "../../../src/model/path.ts";
import { indexed } from "../../kit/engine-index.ts";
import { recorded } from "../../kit/recorded.ts";
import { question, requirement } from "../../kit/requirement.ts";
import { lead } from "../../kit/talk.ts";

const said = recorded("pip", "26.3");
const impossible = (cause: string, name?: string) =>
  name === undefined ? { kind: "impossible", cause } : { kind: "impossible", cause, requirement: name };
const names = (label: string) =>
  reportPins(said(label).files["report.json"]).map(({ name, version }) => `${name} ${version}`);

describe("what pip 26.3 said", () => {
  test.each([
    ["unknown-name", impossible("unknown-name", "nowhere")],
    ["unknown-dependency", impossible("unknown-name", "nowhere")],
    ["index-404", impossible("unknown-name", "alpha")],
    ["no-version", impossible("no-version", "alpha")],
    ["no-exact-version", impossible("no-version", "alpha")],
    ["wrong-python", impossible("no-version", "future")],
    ["no-wheel", impossible("no-wheel", "other-system")],
    ["source-only", impossible("no-wheel", "source-only")],
    ["gone-url", impossible("no-wheel", "alpha")],
    ["contradiction", impossible("unsatisfiable")],
    ["frozen-conflict", impossible("unsatisfiable")],
    ["unauthorized", { kind: "unreachable" }],
    ["forbidden", { kind: "unreachable" }],
    ["index-500", { kind: "unreachable" }],
    ["broken-json", { kind: "unreachable" }],
    ["refused-connection", { kind: "unreachable" }],
    ["no-such-host", { kind: "unreachable" }],
    ["refused-proxy", { kind: "unreachable" }],
  ])("%s", (label, meaning) => {
    const { text, ...rest } = pipUnresolved(said(label));
    expect(rest).toEqual(meaning);
    expect(text).not.toBe("");
  });

  test("a contradiction by the lines that make it", () => {
    expect(pipUnresolved(said("contradiction")).text).toBe(
      "The user requested alpha<2, beta 2.0 depends on alpha>=2",
    );
  });

  test("resolved", () => {
    const pins = reportPins(said("resolved").files["report.json"]);
    expect(pins.toSorted((left, right) => (left.name < right.name ? -1 : 1))).toEqual(
      [
        ["alpha", "2.0"],
        ["beta", "2.0"],
        ["gamma", "1.0"],
      ].map(([name = "", version = ""]) => ({
        name,
        version,
        hashes: [`sha256:${indexed(name, version).sha256}`],
      })),
    );
  });

  test("frozen-added and freed-upgraded", () => {
    expect([names("frozen-added"), names("frozen-unchanged"), names("freed-upgraded").toSorted()]).toEqual([
      ["gamma 1.0"],
      [],
      ["alpha 2.0", "beta 2.0"],
    ]);
  });
});

test("offline a missing name proves nothing", () => {
  const engine = pipEngine({ home: absolute("/pip"), version: "26.3", env: {}, offline: true });
  const { meaning, commands } = lead(
    engine.resolve(question({ requirements: [requirement("alpha")] })),
    said("offline"),
  );
  expect(meaning).toEqual({
    kind: "unreachable",
    text: "Could not find a version that satisfies the requirement alpha (from versions: none); No matching distribution found for alpha",
  });
  expect(commands[0]?.args).toContain("--no-index");
});

test.each([
  undefined,
  "",
  "{}",
  '{"version":"2","install":[]}',
  '{"version":"1","install":[{"download_info":{"url":"x","archive_info":{}},"is_direct":false,"metadata":{"name":"a","version":"1"}}]}',
])("a report that is not understood: %j", (text) => {
  expect(() => reportPins(text)).toThrow(expect.objectContaining({ code: "engine/failed" }));
});
