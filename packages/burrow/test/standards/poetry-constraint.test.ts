import fc from "fast-check";
import { expect, test } from "vitest";

import { parsePoetryConstraint } from "../../src/standards/poetry-constraint.ts";

/** The specifiers that a constraint becomes, or what is wrong with it. */
function read(text: string): string {
  const result = parsePoetryConstraint(text);
  return result.ok ? String(result.value) : `✗ ${result.problem.message}`;
}

test.each([
  ["*", ""],
  ["^1.2.3", "<2.0.0,>=1.2.3"],
  ["^0.2.3", "<0.3.0,>=0.2.3"],
  ["^0.0.3", "<0.0.4,>=0.0.3"],
  ["^0.0", "<0.1,>=0.0"],
  ["^0", "<1.0,>=0"],
  ["^2!1.2", "<2!2.0,>=2!1.2"],
  ["^1.2.3.4rc1", "<2.0.0,>=1.2.3.4rc1"],
  ["~1", "<2.0,>=1"],
  ["~1.2", "<1.3,>=1.2"],
  ["~1.2.3", "<1.3.0,>=1.2.3"],
  ["1.2.*", "==1.2.*"],
  ["!=1.2.*", "!=1.2.*"],
  ["1.2", "==1.2"],
  ["= 1.2", "==1.2"],
  [">=1 <2", "<2,>=1"],
  [">=1,<2,", "<2,>=1"],
  ["^1.0 || ^2.0", "<3.0,>=1.0"],
  ["^1.0 | ^3.0 | ^5.0", "!=2.*,!=4.*,<6.0,>=1.0"],
  ["<1.3 || >=1.5", "!=1.3.*,!=1.4.*"],
  ["<2 || >2", "!=2"],
  ["==1.0 || >=1.0", ">=1.0"],
])("%s is `%s`", (text, specifier) => {
  expect(read(text)).toBe(specifier);
});

test.each([
  ["", "`` is not a version constraint of Poetry"],
  ["^", "`^` is not a version constraint of Poetry"],
  ["^1.2.*", "`^1.2.*` is not a version constraint of Poetry"],
  ["<>1", "`<>1` is not a version constraint of Poetry"],
  ["~ =1", "`~ =1` is not a version constraint of Poetry"],
  ["1 ||", "`1 ||` is not a version constraint of Poetry"],
  ["~1.3 || ~2.0", "`~1.3 || ~2.0` cannot be said by one set of version specifiers (PEP 440)"],
  ["===1 || 2", "`===1 || 2` cannot be said by one set of version specifiers (PEP 440)"],
  ["!=1 || 2", "`!=1 || 2` cannot be said by one set of version specifiers (PEP 440)"],
  ["1 || 3 || 5 ".repeat(400), "the version constraint is too long"],
])("%s is none", (text, message) => {
  expect(read(text)).toBe(`✗ ${message}`);
});

test("total on any text", () => {
  const signs = fc.constantFrom(
    "^",
    "~",
    "=",
    "!",
    "<",
    ">",
    ",",
    " ",
    "|",
    "*",
    ".",
    "1",
    "0",
    "9",
    "rc",
    "!",
    "+a",
  );
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 30 }), (parts) => {
      expect(typeof parsePoetryConstraint(parts.join("")).ok).toBe("boolean");
    }),
    { numRuns: 2000 },
  );
});
