import fc, { type Arbitrary } from "fast-check";
import { anyCase, joined, maybe, mutated, one, optional } from "./pieces.ts";

const number = one("0", "0", "1", "1", "2", "3", "9", "10", "20240101", "007");
const letters = anyCase(one("a", "b", "alpha", "al", "rc", "dev", "post", "x", "devel", "poster"));
const component = fc.oneof(
  { weight: 5, arbitrary: number },
  joined(number, letters),
  joined(number, letters, number),
  joined(letters, number),
  letters,
);
const dotted = fc
  .tuple(fc.array(component, { minLength: 1, maxLength: 4 }), one(".", ".", ".", ".", "_", "-"))
  .map(([parts, separator]) => parts.join(separator));

/** Versions as conda's channels have them, and some that none has. */
export const condaVersions: Arbitrary<string> = joined(
  maybe("1!", "0!"),
  dotted,
  maybe("_", "-", "", "", ""),
  optional(optional(joined(one("+"), dotted))),
);

/** Pairs of versions that are near each other. */
export const nearVersions: Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(condaVersions, condaVersions),
  fc
    .tuple(
      dotted,
      maybe(".0", "a", "_", ".dev", "post", ".0.0"),
      maybe(".0", "a1", "-", ".1", "dev", ".post1", "rc"),
    )
    .map(([start, left, right]) => [start + left, start + right] as const),
);

const constraint = fc.oneof(
  { weight: 4, arbitrary: joined(one("", "=", "==", "!=", ">=", "<=", ">", "<", "~="), dotted) },
  joined(one("", "=", "==", "!=", ">=", "<=", ">", "<", "~="), dotted, one(".*", "*")),
  condaVersions,
  one("*", "=*", "==*"),
);
const joint = fc
  .tuple(fc.array(constraint, { minLength: 1, maxLength: 3 }), one(",", ",", "|", ", ", " | ", ","))
  .map(([parts, separator]) => parts.join(separator));

/** Sets of versions in conda's language. */
export const versionSpecs: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: joint },
  { weight: 2, arbitrary: constraint },
  fc.tuple(joint, joint, one("|", ",")).map(([left, right, by]) => `(${left})${by}${right}`),
);

const name = anyCase(one("numpy", "_libgcc_mutex", "r-base", "ruamel.yaml", "__glibc"));
const build = one("py312_0", "py*", "*_0", "*cuda*", "h1_0", "*", "py312_1");
const bracket = fc
  .uniqueArray(
    fc.oneof(
      joint.map((text) => `version="${text}"`),
      build.map((text) => `build=${text}`),
      one("0", "1", '">=1"', '"<2"', '"==1"', "'!=0'").map((text) => `build_number=${text}`),
      one(
        "md5=0123456789abcdef0123456789abcdef",
        "subdir=noarch",
        "subdir=linux-64",
        'fn="numpy-1.0-py312_0.conda"',
        "license=MIT",
      ),
    ),
    { minLength: 1, maxLength: 2, selector: (text) => text.split("=", 1)[0] },
  )
  .map((parts) => `[${parts.join(",")}]`);

/** MatchSpecs in all their forms. */
export const matchSpecs: Arbitrary<string> = fc.oneof(
  name,
  joined(name, one(" ", "", " "), joint),
  joined(name, one(" ", "=", "=="), dotted, one(" ", "="), build),
  joined(name, one(" "), constraint, one(" "), build),
  joined(name, joint, one("="), build),
  joined(name, bracket),
  joined(name, one(" ", ""), constraint, bracket),
  joined(name, one("=*=", " * "), build),
  joined(one("file:///ch::", "file:///ch/linux-64::", "file:///other::"), name, maybe("=1", " >=1")),
);

/** The same after small accidents. */
export const brokenSpecs: Arbitrary<string> = mutated(
  fc.oneof(matchSpecs, joined(name, one(" "), versionSpecs)),
).filter((text) => /^[ -~]*$/u.test(text));

/** Packages that MatchSpecs may mean. */
export const packages = fc
  .record({
    name: one("numpy", "_libgcc_mutex", "r-base", "ruamel.yaml", "__glibc"),
    version: fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(".")),
    build: one("py312_0", "h1_0", "py312_1", "cuda112py312_0", "0"),
    buildNumber: fc.nat(2),
    subdir: one("linux-64", "noarch"),
  })
  .map((found) => ({
    ...found,
    channel: "file:///ch/",
    fileName: `${found.name}-${found.version}-${found.build}.conda`,
    url: `file:///ch/${found.subdir}/${found.name}-${found.version}-${found.build}.conda`,
    md5: found.buildNumber === 0 ? "0123456789abcdef0123456789abcdef" : "fedcba9876543210fedcba9876543210",
    license: found.buildNumber === 1 ? "MIT" : "BSD",
  }));
