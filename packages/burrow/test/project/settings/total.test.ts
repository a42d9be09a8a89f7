import * as fc from "fast-check";
import { stringify } from "smol-toml";
import { expect, test } from "vitest";

import { normalizeName } from "../../../src/standards/name.ts";
import { ofToml, settingsOf, told } from "./kit.ts";

const PIECES = [
  ...Array.from("[]{}=.,\"'#\n /*:-~"),
  ...[
    "[[",
    "true",
    "1",
    "reuse",
    "survey",
    "roots",
    "environments",
    "after",
    "run",
    "path",
    "external",
    "\\u0000",
  ],
  ...[
    '"setup"',
    '"python_environment"',
    '"force_isolation"',
    "tool.burrow",
    "__proto__",
    "constructor",
    "base",
    "\ud800",
  ],
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);

test("no text makes the reader throw; every problem is in the file, and the defaults hold for what is wrong", () => {
  fc.assert(
    fc.property(
      hostile,
      fc.constantFrom("burrow.toml", "burrow.json", "cortex.config.json", "pyproject.toml"),
      (text, name) => {
        const reading = settingsOf({ [`/w/shop/${name}`]: text });
        const lines = text.split("\n").length;
        for (const { file, line, column, message } of reading.problems) {
          expect([file, line >= 1 && line <= lines, column >= 1]).toEqual([`/w/shop/${name}`, true, true]);
          expect(message).toMatch(/[^.\s]$/u);
        }
        expect(Object.keys(reading.settings).length).toBeGreaterThanOrEqual(18);
        expect(reading.settings.keepGenerations).toBe(5);
      },
    ),
    { numRuns: 10_000 },
  );
});

const name = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,6}[A-Za-z0-9])?$/u);
/** Settings as a person may write them, and what they have to mean. */
const settings = fc.record(
  {
    reuse: fc.constantFrom("never", "own", "enclosing", "shared", "machine"),
    link: fc.boolean(),
    breaking: fc.array(name, { maxLength: 3 }),
    "keep-generations": fc.integer({ min: 1, max: 1000 }),
    "install-project": fc.constantFrom("auto", true, false),
  },
  { requiredKeys: [] },
);

test("settings that are written are read as they were meant, as TOML and as JSON", () => {
  fc.assert(
    fc.property(settings, (said) => {
      const toml = ofToml(stringify(said));
      const json = settingsOf({ "/w/shop/burrow.json": JSON.stringify(said, undefined, 2) });
      expect([told(toml), told(json)]).toEqual([[], []]);
      expect(json.settings).toEqual(toml.settings);
      expect(toml.settings).toMatchObject({
        reuse: said.reuse ?? "enclosing",
        link: said.link ?? true,
        breaking: said.breaking?.map(normalizeName) ?? ["pytest", "pyyaml", "scikit-learn"],
        keepGenerations: said["keep-generations"] ?? 5,
        installProject: said["install-project"] ?? "auto",
      });
    }),
    { numRuns: 5000 },
  );
});
