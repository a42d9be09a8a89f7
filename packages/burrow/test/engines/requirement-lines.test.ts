import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  constraintLines,
  exactLines,
  nameArgument,
  pinLines,
  requirementLines,
} from "../../src/engines/requirement-lines.ts";
import { absolute } from "../../src/model/path.ts";
import { requirement } from "../kit/requirement.ts";

const HEX = "a".repeat(64);
const bug = expect.objectContaining({ code: "bug" });

test.each([
  [requirement("numpy"), "numpy"],
  [requirement("numpy", { specifier: ">=1.24,<2" }), "numpy>=1.24,<2"],
  [requirement("numpy", { specifier: "== 1.*, != 1.5" }), "numpy== 1.*,!= 1.5"],
  [requirement("a", { specifier: "===1.0+local.1" }), "a===1.0+local.1"],
  [requirement("requests", { extras: ["socks", "use-chardet"] }), "requests[socks,use-chardet]"],
  [
    requirement("a", { marker: "python_version < '3.9' and sys_platform == \"win32\"" }),
    "a ; python_version < '3.9' and sys_platform == \"win32\"",
  ],
  [
    requirement("a", { marker: "(os_name == 'nt' or extra == 'x') and platform.machine != 'i386'" }),
    "a ; (os_name == 'nt' or extra == 'x') and platform.machine != 'i386'",
  ],
  [
    requirement("a", {
      url: "https://host/a-1-py3-none-any.whl#sha256=00",
      extras: ["x"],
      marker: "os_name == 'nt'",
    }),
    "a[x] @ https://host/a-1-py3-none-any.whl#sha256=00 ; os_name == 'nt'",
  ],
  [requirement("a", { url: "file:///w/a%20b-1-py3-none-any.whl" }), "a @ file:///w/a%20b-1-py3-none-any.whl"],
  [requirement("a", { specifier: "==1", hashes: [`sha256:${HEX}`] }), "a==1"],
])("%j", (asked, line) => {
  expect(requirementLines([asked])).toBe(`${line}\n`);
});

describe("what could be more than a requirement is a bug", () => {
  test.each([
    requirement(""),
    requirement("-r"),
    requirement("--index-url"),
    requirement("a b"),
    requirement("a\n-e ."),
    requirement("a;b"),
    requirement("./folder"),
    requirement("a", { kind: "conda" }),
    requirement("a", { editable: absolute("/project") }),
    requirement("a", { specifier: ">=1 --index-url=http://evil" }),
    requirement("a", { specifier: ">=1\n--pre" }),
    requirement("a", { specifier: "1" }),
    requirement("a", { specifier: "==${SECRET}" }),
    requirement("a", { marker: "os_name == 'nt' --pre" }),
    requirement("a", { marker: "os_name == 'nt'\n-e ." }),
    requirement("a", { marker: "os_name == '#'" }),
    requirement("a", { marker: "os_name == 'a\u2028--pre'" }),
    requirement("a", { marker: `${"a".repeat(50_000)}!` }),
    requirement("a", { marker: "os_name == '${SECRET}'" }),
    requirement("a", { marker: "os_name == 'a\\'" }),
    requirement("a", { url: "https://host/a.tar.gz" }),
    requirement("a", { url: "git+https://host/a.git" }),
    requirement("a", { url: "ssh://host/a-1-py3-none-any.whl" }),
    requirement("a", { url: "https://host/a-1-py3-none-any.whl --pre" }),
    requirement("a", { url: "https://host/${X}/a-1-py3-none-any.whl" }),
    requirement("a", { url: "a-1-py3-none-any.whl" }),
  ])("%j", (asked) => {
    expect(() => requirementLines([asked])).toThrow(bug);
    expect(() => constraintLines([asked])).toThrow(bug);
  });

  test.each(["x]==1 --pre #", "-x", "a\nb", ""])("an extra: %j", (extra) => {
    expect(() => requirementLines([requirement("a", { extras: [extra] })])).toThrow(bug);
  });

  test.each(["", "-y", "--all", "a b", "a\n", "a/b", "a=b"])("a name to remove: %j", (name) => {
    expect(() => nameArgument(name)).toThrow(bug);
  });

  test.each([
    { name: "a", version: "1", hashes: [] },
    { name: "a", version: "1", hashes: ["sha256:xyz"] },
    { name: "a", version: "1", hashes: [`sha256:${HEX} --pre`] },
    { name: "a", version: "1 --pre", hashes: [`sha256:${HEX}`] },
    { name: "-a", version: "1", hashes: [`sha256:${HEX}`] },
    { name: "a", version: "1", url: "file:///x", hashes: [`sha256:${HEX}`] },
  ])("a pin: %j", (pin) => {
    expect(() => pinLines([pin])).toThrow(bug);
  });
});

test("pins carry all their hashes", () => {
  const b = "b".repeat(64);
  const pins = [
    { name: "a", version: "1.0+cpu", hashes: [`sha256:${HEX}`, `sha256:${b}`] },
    { name: "c", version: "2", url: "https://host/c-2-py3-none-any.whl", hashes: [`sha256:${b}`] },
  ];
  expect(pinLines(pins)).toBe(
    `a==1.0+cpu --hash=sha256:${HEX} --hash=sha256:${b}\nc @ https://host/c-2-py3-none-any.whl --hash=sha256:${b}\n`,
  );
  expect(exactLines(pins)).toBe("a==1.0+cpu\nc @ https://host/c-2-py3-none-any.whl\n");
});

test("constraints lose their extras; what is installed under no standard version is left out", () => {
  const frozen = [
    { name: "a", version: "1.0" },
    { name: "odd", version: "1.0 beta" },
    { name: "-x", version: "1" },
  ];
  expect(constraintLines([requirement("b", { specifier: "<2", extras: ["x"] })], frozen)).toBe(
    "b<2\na==1.0\n",
  );
});

test("whatever is asked: a bug, or one line each that begins with its name and holds no word that begins with a dash", () => {
  const sign = fc.constantFrom(
    "a",
    "1",
    "-",
    "--pre",
    " ",
    "\n",
    "\r",
    "#",
    ";",
    "[",
    "]",
    "@",
    ",",
    ">=",
    "==",
    "'",
    '"',
    "\\",
    "$",
    "{X}",
    "os_name",
    "http://h/",
    ".whl",
    "\u2028",
    "\u0000",
  );
  const noise = fc.array(sign, { maxLength: 2 }).map((signs) => signs.join(""));
  /** One of the right texts with something put into it somewhere, or nothing. */
  const near = (...right: readonly string[]) =>
    fc
      .tuple(fc.constantFrom(...right), fc.nat(60), fc.oneof(fc.constant(""), noise))
      .map(([text, at, more]) => {
        const where = at % (text.length + 1);
        return text.slice(0, where) + more + text.slice(where);
      });
  const parts = fc.record({
    specifier: near("", ">=1,<2", "==1.0+cpu"),
    extras: fc.array(near("x", "use-y"), { maxLength: 2 }),
  });
  const more = fc.record(
    {
      marker: near("os_name == 'nt'", '(extra=="x" and python_version<"3")'),
      url: near("https://host/a-1-py3-none-any.whl#sha256=00", "file:///a-1-py3-none-any.whl"),
    },
    { requiredKeys: [] },
  );
  let printed = 0;
  fc.assert(
    fc.property(near("a", "a-b.c"), parts, more, (name, rest, other) => {
      let line: string;
      try {
        line = requirementLines([requirement(name, { ...rest, ...other })]);
      } catch (error) {
        expect(error).toEqual(bug);
        return;
      }
      printed += 1;
      expect(line.split(/\r|\n|\u2028/u)).toEqual([line.slice(0, -1), ""]);
      expect(line.startsWith(name)).toBe(true);
      const words = line.replaceAll(/'[^']*'|"[^"]*"/gu, "quoted").split(/\s+/u);
      expect(words.filter((word) => word.startsWith("-"))).toEqual([]);
      expect(line).not.toMatch(/\$\{|\\| #/u);
    }),
    { numRuns: 10_000 },
  );
  expect(printed).toBeGreaterThan(500);
});
