import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRequirement, type Requirement } from "../../src/standards/index.ts";
import { requirements } from "./differential/generate/requirements.ts";

function requirement(text: string): Requirement {
  const result = parseRequirement(text);
  if (!result.ok) throw new Error(`${text}: ${result.problem.message}`);
  return result.value;
}

test("the parts of a requirement", () => {
  const { name, extras, specifier, url, marker } = requirement(
    "Requests [socks, security] (>=2.8.1,==2.8.*) ; python_version < '2.7' and extra == 'A_b'",
  );
  expect({ name, extras, specifier: String(specifier), url, marker: String(marker) }).toEqual({
    name: "Requests",
    extras: ["security", "socks"],
    specifier: "==2.8.*,>=2.8.1",
    url: undefined,
    marker: 'python_version < "2.7" and extra == "a-b"',
  });
});

test("a URL reaches to the next white space", () => {
  const { name, extras, specifier, url, marker } = requirement(
    "pip[x] @ https://example.org/pip.zip#sha1=da9;x ; os_name == 'nt'",
  );
  expect({ name, extras, specifier: String(specifier), url, marker: String(marker) }).toEqual({
    name: "pip",
    extras: ["x"],
    specifier: "",
    url: "https://example.org/pip.zip#sha1=da9;x",
    marker: 'os_name == "nt"',
  });
});

test.each([
  [" foo ", "foo"],
  ["Foo.Bar_1", "Foo.Bar_1"],
  ["foo[ ]", "foo"],
  ["foo[b,a,b]", "foo[a,b]"],
  ["foo()", "foo"],
  ["foo (>=1,) ", "foo>=1"],
  ["foo~=1.0,", "foo~=1.0"],
  ["foo===1.0-x;os_name=='nt'", 'foo===1.0-x; os_name == "nt"'],
  ["foo===1,>=0", "foo===1,>=0"],
  ["foo@file:///tmp/foo.whl", "foo @ file:///tmp/foo.whl"],
  ["foo @ x ;os_name=='nt'", 'foo @ x ; os_name == "nt"'],
])("%j prints as %j", (text, normal) => {
  expect(String(requirement(text))).toBe(normal);
  expect(JSON.stringify(requirement(text))).toBe(JSON.stringify(normal));
});

test.each([
  ["", 0, "expected the name of a project"],
  ["-foo", 0, "expected the name of a project"],
  ["foo-", 3, "expected a version specifier (PEP 440), `;` and a marker, or the end"],
  ["foo bar", 4, "expected a version specifier (PEP 440), `;` and a marker, or the end"],
  ["foo[a b]", 6, "expected `,` or `]` after the name of an extra"],
  ["foo[a,]", 6, "expected the name of an extra"],
  ["foo (>=1", 8, "expected `)` or a comma between version specifiers"],
  ["foo>=1.*", 6, "expected a version specifier (PEP 440), `;` and a marker, or the end"],
  ["foo @ ", 6, "expected a URL after `@`"],
  ["foo @ x y", 8, "expected `;` and a marker after the URL, or the end"],
  ["foo===1,2", 8, "`2` is not a version specifier (PEP 440)"],
  ["foo;", 4, "expected a marker variable or a quoted text"],
  ["foo; os_name == 'nt' x", 21, "expected `and`, `or` or the end of the marker"],
])("%j is no requirement, wrong at %d: %s", (text, index, message) => {
  expect(parseRequirement(text)).toEqual({ ok: false, problem: { message, index } });
});

test("printing and reading again gives the same", () => {
  fc.assert(
    fc.property(requirements, (text) => {
      const result = parseRequirement(text);
      fc.pre(result.ok && !/[\\\n\0]/u.test(String(result.value)));
      if (result.ok) expect(String(requirement(String(result.value)))).toBe(String(result.value));
    }),
    { numRuns: 5_000 },
  );
});
