import * as fc from "fast-check";
import { expect, test } from "vitest";

import { environmentName, problemOfEnvironmentName } from "../../../src/project/settings/environment-name.ts";

test.each([
  ["C5 a folder's name", "My Proj (2)", "my-proj-2"],
  ["C6 lower case", "ML-Pipe", "ml-pipe"],
  ["C7 runs of others", "my project!!v2", "my-project-v2"],
  ["C7 one at each end", "-x-", "x"],
  ["C7 hyphens are a run like any other", "a - b--c", "a-b-c"],
  ["C8 a letter first", "3d-model", "env-3d-model"],
  ["C9 no point", "a.b", "a-b"],
  ["C9 no letters beyond ASCII", "größe", "gr-e"],
  ["C10 the length", "a".repeat(300), "a".repeat(255)],
  ["C11 reserved", "Base", "env-base"],
  ["nothing left", "!!!", "env"],
  ["nothing", "", "env"],
])("%s", (_, text, name) => expect(environmentName(text)).toBe(name));

test("what is made is always a name, and stays as it is", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[a-z0-9_-]{0,12}$/u)), (text) => {
      const name = environmentName(text);
      expect([problemOfEnvironmentName(name), environmentName(name)]).toEqual([undefined, name]);
    }),
    { numRuns: 5000 },
  );
});
