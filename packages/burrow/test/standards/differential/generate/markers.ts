import fc, { type Arbitrary } from "fast-check";
import { blank, joined, one } from "./pieces.ts";
import { closeVersions } from "./versions.ts";

const WORDS = [
  "implementation_name",
  "implementation_version",
  "os_name",
  "platform_machine",
  "platform_python_implementation",
  "platform_release",
  "platform_system",
  "platform_version",
  "python_full_version",
  "python_version",
  "sys_platform",
  "extra",
  "os.name",
  "sys.platform",
  "platform.version",
  "platform.machine",
  "platform.python_implementation",
  "python_implementation",
  "extras",
  "dependency_groups",
  "python_version",
  "extra",
  "python_full_version",
];
const variable = one(...WORDS);
const value = fc.oneof(
  one(
    "3.8",
    "3.11",
    "3.14.0b1",
    "3",
    "2.7, 3.8",
    "3.*",
    "posix",
    "nt",
    "linux",
    "win32",
    "CPython",
    "5.10.0-8",
    "",
  ),
  one(
    "Test",
    "a_B.c",
    "test",
    "cpython",
    "x86_64",
    "=3.8",
    " 3.8 ",
    "3.11.2+local",
    "foo;bar",
    "it's",
    'a"b',
  ),
  one(
    "\\n",
    "a\\",
    "\\x41",
    "\\d",
    "\\u00e9",
    "\\101",
    "\\\\",
    "é",
    "\n",
    "\\'",
    "os_name",
    "extra",
    "\u0000",
    "\\x4",
  ),
  closeVersions,
);
const quoted = fc.tuple(one('"', "'"), value).map(([quote, text]) => quote + text + quote);
const operator = one("==", "!=", "<", "<=", ">", ">=", "~=", "===", "in", "not in", "not\tin", "==", ">=");
const spaced = (sign: string, left: string, right: string) => left + sign + right;
const comparison = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: variable }, quoted),
    blank,
    operator,
    blank,
    fc.oneof({ weight: 5, arbitrary: quoted }, variable),
    fc.boolean(),
  )
  .map(([left, before, sign, after, right, apart]) =>
    apart ? `${left} ${sign} ${right}` : left + spaced(sign, before, after) + right,
  );

/** Markers, nested a few levels deep. */
export const markers: Arbitrary<string> = fc.letrec<{ term: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: joined(blank, comparison, blank) },
    { weight: 1, arbitrary: joined(blank, fc.constant("("), tie("term"), fc.constant(")"), blank) },
  ),
  term: fc.oneof(
    { weight: 3, arbitrary: tie("atom") },
    { weight: 2, arbitrary: joined(tie("atom"), one(" and ", " or ", "and ", " or"), tie("atom")) },
    {
      weight: 1,
      arbitrary: joined(tie("atom"), one(" and ", " or "), tie("atom"), one(" and ", " or "), tie("atom")),
    },
  ),
})).term;

/** Environments that markers are judged in. */
export const environments = fc.record(
  {
    implementation_name: one("cpython", "pypy"),
    implementation_version: one("3.11.2", "3.14.0c1", "7.3.17"),
    os_name: one("posix", "nt"),
    platform_machine: one("x86_64", "AMD64"),
    platform_python_implementation: one("CPython", "PyPy"),
    platform_release: one("5.10.0-8-amd64", "10", "6.1.0"),
    platform_system: one("Linux", "Windows"),
    platform_version: one("#1 SMP", "10.0.19041"),
    python_full_version: one("3.11.2", "3.8.0", "3.14.0b1", "3.14.0b1+", "1.0", "1.0.post1", "1.0+a"),
    python_version: one("3.11", "3.8", "3.14", "1.0"),
    sys_platform: one("linux", "win32"),
    extra: one("", "test", "Test", "a.b-c", "other"),
    extras: fc.subarray(["test", "A_b.C", "x"]),
    dependency_groups: fc.subarray(["dev", "Test", "a-b-c"]),
  },
  {
    requiredKeys: [
      "implementation_name",
      "implementation_version",
      "os_name",
      "platform_machine",
      "platform_python_implementation",
      "platform_release",
      "platform_system",
      "platform_version",
      "python_full_version",
      "python_version",
      "sys_platform",
    ],
  },
);
