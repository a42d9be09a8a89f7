import fc from "fast-check";
import { afterAll, expect, test, type TestContext } from "vitest";

import { poetryHashes, tableOf } from "../../../src/project/locks/content-hash.ts";
import { compareVersions } from "../../../src/standards/compare-versions.ts";
import { admitsVersion } from "../../../src/standards/specifier-set.ts";
import { parsePoetryConstraint } from "../../../src/standards/poetry-constraint.ts";
import { pythonJson } from "../../../src/standards/python-json.ts";
import { parseVersion } from "../../../src/standards/version.ts";
import { POETRY, type PoetryOracle, startPoetry } from "./poetry-oracle.ts";

/** `BURROW_SEED` and `BURROW_FACTOR` make other and longer campaigns. */
const SEED = Number(process.env["BURROW_SEED"] ?? 440_508);
const FACTOR = Number(process.env["BURROW_FACTOR"] ?? 1);
const LONG = { timeout: 120_000 * FACTOR };

let started: Promise<PoetryOracle> | undefined;
afterAll(async () => (await started)?.end());

async function oracleFor(context: TestContext): Promise<PoetryOracle> {
  try {
    return await (started ??= startPoetry(context));
  } catch (reason) {
    started = undefined;
    throw reason;
  }
}

function sample<Value>(arbitrary: fc.Arbitrary<Value>, count: number): readonly Value[] {
  return fc.sample(arbitrary, { seed: SEED, numRuns: count * FACTOR });
}

const number = fc.constantFrom(0, 0, 1, 1, 2, 3, 9, 10);
const release = fc.array(number, { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join("."));
const suffix = fc.constantFrom(
  "",
  "",
  "",
  "",
  "a1",
  "b2",
  "rc1",
  ".post1",
  ".dev0",
  "rc1.dev2",
  ".post2.dev1",
);
const version = fc.tuple(release, suffix).map(([numbers, end]) => numbers + end);
const one = fc.oneof(
  fc.tuple(fc.constantFrom("^", "~", "^ ", "~ "), version).map((parts) => parts.join("")),
  fc
    .tuple(fc.constantFrom("", "==", "!="), release)
    .map(([sign, numbers]) => `${sign}${numbers.split(".").slice(0, 3).join(".")}.*`),
  fc
    .tuple(fc.constantFrom("", "=", "==", "!=", ">=", "<=", ">", "<", ">= "), version)
    .map((parts) => parts.join("")),
  fc.constantFrom(
    "*",
    "x",
    "1.*.*",
    "1.x",
    ">=1,",
    "^",
    "~",
    "^1.2.*",
    "=>1",
    "1 2",
    "^v1.2",
    "~=1.4.2",
    "~=2.0",
  ),
);
const all = fc
  .tuple(one, one, fc.constantFrom(",", ", ", " "))
  .map(([left, right, join]) => left + join + right);
const union = fc
  .tuple(fc.oneof(one, all), one, fc.constantFrom("||", " || ", "|"))
  .map(([left, right, join]) => left + join + right);

/** The versions that a constraint is tried with: those in it, and near them. */
function near(text: string): readonly string[] {
  const found = new Set(["0", "0.0.1", "0.1", "1", "2.0.0", "3.5", "11.0"]);
  for (const [spoken] of text.matchAll(/\d+(?:\.\d+)*/gu)) {
    const numbers = spoken.split(".").map(Number);
    for (let at = 0; at < numbers.length; at += 1) {
      const up = numbers.map((value, index) => (index === at ? value + 1 : index > at ? 0 : value)).join(".");
      for (const end of ["", "rc1", ".dev0", ".post1"]) found.add(up + end);
    }
    for (const end of ["", "a1", "rc1", ".dev1", ".post1", ".post3", ".1"]) found.add(spoken + end);
  }
  return [...found];
}

/**
 * Where Poetry departs from PEP 440 and burrow does not: beside another clause, `!=2.0` keeps `2.0.post1` out, too.
 * (And it takes `<>` for `==`, which burrow does not read at all.)
 */
function isDeparture(text: string, spoken: string): boolean {
  const [, base = ""] = /^(.*)\.post\d+$/u.exec(spoken) ?? [];
  return [...text.matchAll(/!=\s*(\d[\w.]*\w|\d)/gu)].some(
    ([, excluded = ""]) => base !== "" && compareVersions(base, excluded) === 0,
  );
}

/** Burrow's answer in the oracle's form. */
function allowed(text: string, versions: readonly string[]): readonly boolean[] | null {
  const read = parsePoetryConstraint(text);
  if (!read.ok) return null;
  return versions.map((spoken) => {
    const parsed = parseVersion(spoken);
    return parsed.ok && admitsVersion(read.value, parsed.value);
  });
}

test(`Poetry ${POETRY} and burrow allow the same versions by every constraint`, LONG, async (context) => {
  const oracle = await oracleFor(context);
  const texts = [...new Set(sample(fc.oneof(one, all), 8000))];
  const answers = await oracle.ask(texts.map((text) => ["constraint", text, near(text)]));
  const departures = texts.flatMap((text, index) => {
    const [ours, theirs] = [allowed(text, near(text)), answers[index] as readonly boolean[] | null];
    const where = near(text).filter(
      (spoken, at) => ours?.[at] !== theirs?.[at] && !isDeparture(text, spoken),
    );
    return where.length === 0 && (ours === null) === (theirs === null)
      ? []
      : [
          `${text}: ${where.slice(0, 4).join(" ")}${ours === null ? " (burrow reads none)" : ""}${theirs === null ? " (Poetry reads none)" : ""}`,
        ];
  });
  expect(departures).toEqual([]);
});

test(
  "alternatives allow the same final versions, or are said not to fit one set of specifiers",
  LONG,
  async (context) => {
    const oracle = await oracleFor(context);
    const texts = [...new Set(sample(union, 4000))];
    const final = (text: string) => near(text).filter((spoken) => /^[\d.]+$/u.test(spoken));
    const answers = await oracle.ask(texts.map((text) => ["constraint", text, final(text)]));
    let fitting = 0;
    const departures = texts.flatMap((text, index) => {
      const ours = allowed(text, final(text));
      if (ours === null) return [];
      fitting += 1;
      const theirs = answers[index] as readonly boolean[] | null;
      const where = final(text).filter((_, at) => ours[at] !== theirs?.[at]);
      return where.length === 0
        ? []
        : [`${text}: ${where.slice(0, 4).join(" ")}${theirs === null ? " (Poetry reads none)" : ""}`];
    });
    expect(departures).toEqual([]);
    expect(fitting).toBeGreaterThan(texts.length / 6);
  },
);

const key = fc.oneof(
  fc.constantFrom("dependencies", "name", "x"),
  fc.string({ maxLength: 5 }),
  fc.constantFrom("\u{1f34c}", "é", "\ue000", "A", "__proto__"),
);
const leaf = fc.oneof(
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text).replaceAll("\u007f", String.raw`\u007f`)),
  fc.constantFrom(
    '"\u{1f34c} \u2028 é"',
    "'^1.0'",
    "true",
    "false",
    "0",
    "-17",
    "9007199254740993",
    "1.0",
    "-0.5",
    "1e22",
    "1e-7",
    "123456789012345680.0",
    "6.02e23",
    "0.1",
    "5e-324",
    "inf",
    "-inf",
    "3.0e0",
  ),
);
const { value } = fc.letrec<{ value: string; list: string; table: string }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, leaf, tie("list"), tie("table")),
  list: fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
  table: fc
    .uniqueArray(fc.tuple(key, tie("value")), { maxLength: 3, selector: ([name]) => name })
    .map(
      (pairs) =>
        `{${pairs.map(([name, item]) => `${JSON.stringify(name).replaceAll("\u007f", String.raw`\u007f`)} = ${item}`).join(", ")}}`,
    ),
}));

test("Python's json and burrow write the same text of any TOML, byte by byte", LONG, async (context) => {
  const oracle = await oracleFor(context);
  const texts = sample(
    value.map((item) => `it = ${item}\n`),
    3000,
  );
  const answers = await oracle.ask(texts.map((text) => ["json", text]));
  const written = texts.map((text) => {
    const table = tableOf(text);
    return table && pythonJson(table);
  });
  expect(written).toEqual(answers);
});

const tables = fc.record({
  project: fc.constantFrom(
    "",
    '[project]\nname = "x"\n',
    '[project]\ndependencies = ["a>=1"]\nrequires-python = ">=3.9"\n[project.optional-dependencies]\nb = ["c"]\n',
  ),
  groups: fc.constantFrom(
    "",
    '[dependency-groups]\ndev = ["pytest", {include-group = "lint"}]\nlint = []\n',
    "[dependency-groups]\n",
  ),
  poetry: fc.constantFrom(
    "",
    "[tool.poetry]\npackage-mode = false\n",
    '[tool.poetry.dependencies]\npython = "^3.9"\nflask = {version = "^3", optional = true}\n',
    '[tool.poetry.dev-dependencies]\nblack = "*"\n',
  ),
  group: fc.constantFrom(
    "",
    '[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
    "[tool.poetry.group.docs]\noptional = true\n",
  ),
  source: fc.constantFrom("", '[[tool.poetry.source]]\nname = "a"\nurl = "https://index.example.invalid/"\n'),
});

test("Poetry and burrow compute the same hash of a manifest", LONG, async (context) => {
  const oracle = await oracleFor(context);
  const texts = [
    ...new Set(
      sample(
        tables.map((parts) => Object.values(parts).join("")),
        400,
      ),
    ),
  ];
  const answers = await oracle.ask(
    texts.flatMap((text) => [
      ["hash", text, true],
      ["hash", text, false],
    ]),
  );
  expect(texts.flatMap((text) => poetryHashes(text, "2.2.1"))).toEqual(answers);
  expect(texts.flatMap((text) => poetryHashes(text, "2.3.0"))).toEqual(
    answers.filter((_, at) => at % 2 === 0),
  );
});
