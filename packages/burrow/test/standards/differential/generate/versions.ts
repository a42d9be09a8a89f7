import fc, { type Arbitrary } from "fast-check";
import { anyCase, blank, joined, maybe, one, optional } from "./pieces.ts";

const HUGE = [
  "18446744073709551616",
  "9007199254740993",
  "9007199254740992",
  "00000000000000000000010",
  "20240131",
];
const number = fc.oneof(
  { weight: 8, arbitrary: one("0", "1", "2", "3", "9", "10", "00", "01") },
  { weight: 1, arbitrary: one(...HUGE) },
);
const separator = maybe(".", "-", "_");
const white = maybe(" ", "\n", "\u00a0", "\u2003", "\u001c", "\u0085");

const release = fc.array(number, { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join("."));
const word = (...words: readonly string[]) => anyCase(one(...words));
const suffix = (words: Arbitrary<string>) =>
  joined(separator, words, separator, fc.oneof(fc.constant(""), number));
const pre = suffix(word("a", "b", "c", "rc", "alpha", "beta", "pre", "preview"));
const post = fc.oneof(suffix(word("post", "rev", "r")), joined(fc.constant("-"), number));
const dev = suffix(word("dev"));
const segment = fc.oneof(number, one("ubuntu", "abc", "ABC", "a1", "1a", "cu118"));
const local = fc
  .tuple(segment, fc.array(joined(one(".", "-", "_"), segment), { maxLength: 2 }))
  .map(([first, rest]) => `+${first}${rest.join("")}`);

/** Versions as PEP 440 lets people write them. */
export const versions = joined(
  white,
  maybe("v", "V"),
  maybe("0!", "1!", "01!", "2!"),
  release,
  optional(pre),
  optional(post),
  optional(dev),
  optional(local),
  white,
);

/** Versions close to each other, so that comparisons meet every case. */
export const closeVersions = joined(
  maybe("1!"),
  one("1", "1.0", "1.0.0", "1.1", "1.0.1", "1.2", "2", "0", "1.10"),
  maybe("a1", "b1", "rc1", "a2", "a0", "a"),
  maybe(".post1", ".post0", "-1", ".post2"),
  maybe(".dev1", ".dev0", ".dev2"),
  maybe("+a", "+1", "+a.1", "+2", "+10", "+A-1"),
);

const clause = (version: Arbitrary<string>) =>
  fc.oneof(
    { weight: 6, arbitrary: joined(one("==", "!=", "<", "<=", ">", ">=", "~="), white, version) },
    {
      weight: 2,
      arbitrary: joined(one("==", "!="), maybe(" "), maybe("v"), maybe("1!"), release, fc.constant(".*")),
    },
    {
      weight: 1,
      arbitrary: joined(fc.constant("==="), blank, fc.oneof(version, one("foo", "1.0_x", "(", "", "1=2"))),
    },
  );
const set = (version: Arbitrary<string>) =>
  fc
    .tuple(fc.array(joined(blank, clause(version), white), { maxLength: 3 }), maybe(",", " ,"))
    .map(([clauses, end]) => clauses.join(",") + end);

/** Version specifiers in sets; versions within them without white space around. */
export const specifiers = fc.oneof(
  set(closeVersions),
  set(joined(release, optional(pre), optional(post), optional(dev))),
);

/** A set of specifiers and a version that lies near to what it asks. */
export const containments = fc.tuple(
  set(
    joined(
      one("1", "1.0", "1.1", "1.0.1", "2", "1!1.0"),
      maybe("a1", "rc1"),
      maybe(".post1"),
      maybe(".dev1"),
      maybe("+a"),
    ),
  ),
  fc.oneof({ weight: 9, arbitrary: closeVersions }, one("foo", "", "1.0_x", "1.0-foo")),
  fc.constantFrom(null, null, true, false),
  fc.boolean(),
);
