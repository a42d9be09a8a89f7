import * as fc from "fast-check";
import { expect, test } from "vitest";

import { parseSetupPy } from "../../src/standards/setup-py.ts";

test("literals in the call, wherever strings and comments would mislead", () => {
  expect(
    parseSetupPy(`
"""setup(name="docstring")"""
def setup(name="defined"): pass
setuptools.setup(  # setup(name="comment")
    name=r"Shop", version=get(")"),
    install_requires=('a', "b" "c; python_version < '3'",),
    extras_require={'Net_Work': ["d"], "none": []},
    python_requires = ">=3.8", data={"install_requires": 1},
)
`),
  ).toEqual({
    name: { text: "Shop", line: 5, column: 12 },
    pythonRequires: { text: ">=3.8", line: 8, column: 24 },
    requires: [
      { text: "a", line: 6, column: 24 },
      { text: "bc; python_version < '3'", line: 6, column: 29 },
    ],
    extras: new Map([
      ["net-work", [{ text: "d", line: 7, column: 35 }]],
      ["none", []],
    ]),
    unknown: [],
  });
});

test.each([
  ["setup(install_requires=REQUIRES)", ["install_requires"]],
  ["setup(install_requires=['a'] + more)", ["install_requires"]],
  ["setup(install_requires=['a', x])", ["install_requires"]],
  ["setup(install_requires=[f'{x}'])", ["install_requires"]],
  ["setup(install_requires=['\\x61'])", ["install_requires"]],
  ["setup(name=NAME, extras_require={k: v for k, v in x})", ["name", "extras_require"]],
  ["setup(python_requires='>=' + x)", ["python_requires"]],
  ["setup(name='a', **more)", ["python_requires", "install_requires", "extras_require"]],
  ["print('no call')", ["name", "python_requires", "install_requires", "extras_require"]],
  ["setup(name='a')", []],
])("what %s does not tell", (source, unknown) => {
  expect(parseSetupPy(source).unknown).toEqual(unknown);
  expect(parseSetupPy(source).requires).toBeUndefined();
});

test("total on any text", () => {
  const parts = [
    "setup(",
    "name=",
    "install_requires=",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    ",",
    ":",
    "'",
    '"""',
    "#",
    "\n",
    "**",
    "a",
    "\\",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), (signs) => {
      expect(parseSetupPy(signs.join("")).extras).toBeInstanceOf(Map);
    }),
    { numRuns: 5000 },
  );
});
