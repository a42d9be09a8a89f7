import { expect, test } from "vitest";
import { machineText } from "../../src/render/machine.ts";
import { TERMINAL } from "./kit.ts";

test("B41 where there is no Python at all, it says so and what to do", () => {
  const nothing = {
    schema: 1,
    id: "survey-1",
    takenAt: "2026-01-31T12:00:00.000Z",
    platform: { os: "linux", arch: "x86_64" },
    interpreters: [],
    environments: [],
    folders: 1,
    warnings: [],
  } as const;
  expect(machineText(nothing, TERMINAL)).toEqual(["no Python was found here", "  burrow up brings one"]);
});
