import { expect, test } from "vitest";
import { reportOf } from "../../src/health/examine.ts";
import { ENGINES } from "../../src/model/engines.ts";
import { healthText } from "../../src/render/health.ts";
import { healthReport, readHealthReport } from "../../src/protocol/health.ts";
import { TERMINAL } from "./kit.ts";

const REPORT = reportOf("2024-03-01T09:30:00.000Z", [], []);

test("engines that were never tried on the real tool are told to who wants everything, and to every program", () => {
  expect(REPORT.untried).toEqual(["mamba", "micromamba"]);
  expect(healthText(REPORT, TERMINAL)).toEqual(["no environments · 0 checks"]);
  expect(healthText(REPORT, { ...TERMINAL, verbose: true }).slice(1)).toEqual([
    "untried  mamba, micromamba (burrow drives them, and was never tried on the real",
    "         tools)",
  ]);
});

test("what is tried is what the tests have, and what is not driven is not called untried", () => {
  const tried = Object.entries(ENGINES).flatMap(([name, facts]) => ("tried" in facts ? [name] : []));
  expect(tried).toEqual(["uv", "pip", "py-rattler", "conda"]);
  expect(REPORT.untried).not.toContain("pixi");
});

test("a report of a burrow that did not tell is read all the same", () => {
  const { untried: _untried, ...before } = REPORT;
  expect(readHealthReport(JSON.stringify(healthReport.encode(before)))).toEqual(before);
});
