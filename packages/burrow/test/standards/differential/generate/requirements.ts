import fc from "fast-check";
import { markers } from "./markers.ts";
import { blank, joined, maybe, one, optional } from "./pieces.ts";
import { closeVersions, specifiers } from "./versions.ts";

/** Names of projects and extras. */
export const names = fc
  .array(one("a", "B", "foo", "Bar", "1", "-", "_", ".", "é", "İ", "x", "--"), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(""));
const goodNames = one("foo", "Foo.Bar", "a-b_c", "A", "x1", "zope.interface", "1");
const url = one(
  "https://example.org/foo-1.0.zip",
  "file:///tmp/a%20b",
  "git+https://example.org/x.git@main#egg=x",
  "foo;bar",
  "x",
  "http://a/b;os_name=='nt'",
);
const extras = fc
  .tuple(
    blank,
    fc.array(fc.oneof({ weight: 5, arbitrary: goodNames }, names), { maxLength: 3 }),
    blank,
    one(",", ", ", " ,"),
  )
  .map(([before, list, after, comma]) => `[${before}${list.join(comma)}${after}]`);

/** Requirements: with versions (in parentheses or not) or a URL, with and without marker. */
export const requirements = fc
  .tuple(
    joined(blank, fc.oneof({ weight: 6, arbitrary: goodNames }, names), blank, optional(extras), blank),
    fc.oneof(
      specifiers,
      specifiers.map((text) => `(${text})`),
      joined(blank, specifiers, blank),
      joined(one("@", "@ ", " @ "), url, maybe(" ", "  ")),
      fc.constant(""),
    ),
    optional(joined(one(";", " ;", "; "), markers)),
  )
  .map((parts) => parts.join(""));

const tagPart = (...words: readonly string[]) =>
  fc.array(one(...words), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));

/** File names of wheels. */
export const wheelNames = joined(
  fc.oneof(
    { weight: 5, arbitrary: one("foo", "Foo_Bar", "a.b", "é_1", "x") },
    one("foo__bar", "a b", "", "x-y"),
  ),
  fc.constant("-"),
  fc.oneof(
    { weight: 5, arbitrary: closeVersions.map((text) => text.replaceAll("-", "_")) },
    one("1.0-x", "", " 1 "),
  ),
  maybe("-1", "-0012abc", "-2_x", "-x", "-", "-10"),
  fc.constant("-"),
  tagPart("py3", "py2", "cp312", "PY3", "pp310", "3x", "", "é"),
  fc.constant("-"),
  tagPart("none", "abi3", "cp312", "CP312t", ""),
  fc.constant("-"),
  tagPart("any", "manylinux_2_17_x86_64", "win_amd64", "macosx_11_0_arm64", "linux"),
  one(".whl", ".whl", ".whl", ".WHL", ".zip", ""),
);
