import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { inspectEnvironment } from "../../src/survey/inspect/environment.ts";
import { withInstallers } from "../../src/survey/installers.ts";
import { distribution, python, venv } from "../kit/builders.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

test("what installed each distribution, where it says", () => {
  const machine = fakeMachine({
    ...python("/opt/python312", "3.12.4"),
    ...venv("/w/.venv", {
      packages: [
        distribution("by-uv", "1.0", { files: { INSTALLER: "uv\n" } }),
        distribution("silent", "1.0", { files: { INSTALLER: "" } }),
      ],
    }),
  });
  const environment = inspectEnvironment(machine, absolute("/w/.venv"));
  if (environment === undefined) throw new Error("there is no environment");
  expect(environment.distributions.map(({ installer }) => installer)).toEqual([undefined, undefined]);
  const told = withInstallers(machine, environment);
  expect(told.distributions.map(({ name, installer }) => [name, installer])).toEqual([
    ["by-uv", "uv"],
    ["silent", undefined],
  ]);
});
