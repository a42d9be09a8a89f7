import fc from "fast-check";
import { afterAll, expect, test, type TestContext } from "vitest";

import { compareCondaVersions, parseCondaVersion } from "../../../src/standards/conda-version.ts";
import { parseVersionSpec, specHas } from "../../../src/standards/conda-version-spec.ts";
import { printMatchSpec } from "../../../src/standards/match-spec-text.ts";
import {
  type MatchedPackage,
  type MatchSpec,
  parseMatchSpec,
  specMatches,
} from "../../../src/standards/match-spec.ts";
import {
  brokenSpecs,
  condaVersions,
  matchSpecs,
  nearVersions,
  packages,
  versionSpecs,
} from "./generate/conda.ts";
import { mutated } from "./generate/pieces.ts";
import { RATTLER, type RattlerOracle, startRattler } from "./rattler-oracle.ts";

/** `BURROW_SEED` and `BURROW_FACTOR` make other and longer campaigns. */
const SEED = Number(process.env["BURROW_SEED"] ?? 440_508);
const FACTOR = Number(process.env["BURROW_FACTOR"] ?? 1);
const LONG = { timeout: 120_000 * FACTOR };

let started: Promise<RattlerOracle> | undefined;
afterAll(async () => (await started)?.end());

async function oracleFor(context: TestContext): Promise<RattlerOracle> {
  try {
    return await (started ??= startRattler(context));
  } catch (reason) {
    started = undefined;
    throw reason;
  }
}

function sample<Value>(arbitrary: fc.Arbitrary<Value>, count: number): readonly Value[] {
  return fc.sample(arbitrary, { seed: SEED, numRuns: count * FACTOR });
}

/** Where burrow and py-rattler differ on purpose. */
const DIFFERENCES: readonly {
  readonly why: string;
  readonly fits: (question: readonly unknown[], burrow: unknown, rattler: unknown) => boolean;
}[] = [
  {
    why: "`=1.2` and `1.2.*` by conda's own rule: a number that is not written counts as 0, and `_` at the end belongs to its component; rattler passes over both",
    fits: ([kind, spec, version]) =>
      kind === "has" &&
      /=|\*/u.test(String(spec)) &&
      (/(?:^|[.!+_-])[a-z]/iu.test(`${String(version)} ${String(spec)}`) ||
        /[_-](?:$|\+)/u.test(String(version))),
  },
  {
    why: "`1.*.3` is read as conda reads it; rattler refuses",
    fits: ([, spec], burrow, rattler) =>
      burrow !== null && rattler === null && /\*[\w.]*[\w]/u.test(String(spec)),
  },
  {
    why: "namespaces (`namespace:name`) are not read: no channel has any",
    fits: ([, spec], burrow, rattler) => burrow === null && rattler !== null && String(spec).includes(":"),
  },
];

function isListed(question: readonly unknown[], burrow: unknown, rattler: unknown): boolean {
  return DIFFERENCES.some(({ fits }) => fits(question, burrow, rattler));
}

function compare(left: string, right: string): number | null {
  const [a, b] = [parseCondaVersion(left), parseCondaVersion(right)];
  return a.ok && b.ok ? compareCondaVersions(a.value, b.value) : null;
}

function has(spec: string, version: string): boolean | null {
  const [range, found] = [parseVersionSpec(spec), parseCondaVersion(version)];
  if (!range.ok) return null;
  return found.ok && specHas(range.value, found.value);
}

const PLACE: ReadonlySet<string> = new Set(["channel", "subdir", "url", "fileName"]);

function matches(spec: string, all: readonly MatchedPackage[]): readonly boolean[] | null {
  const read = parseMatchSpec(spec);
  if (!read.ok) return null;
  // Where a package comes from, py-rattler leaves to its solver.
  const entries = Object.entries(read.value).filter(([key]) => !PLACE.has(key));
  const record = Object.fromEntries(entries) as unknown as MatchSpec;
  return all.map((one) => specMatches(record, one));
}

async function agree(
  oracle: RattlerOracle,
  questions: readonly (readonly [string, ...unknown[]])[],
  burrow: (question: readonly unknown[]) => unknown,
): Promise<number> {
  const answers = await oracle.ask(questions);
  const differing = questions.flatMap((question, at) => {
    const [mine, theirs] = [burrow(question), answers[at]];
    const same = JSON.stringify(mine) === JSON.stringify(theirs);
    return same || isListed(question, mine, theirs)
      ? []
      : [`${JSON.stringify(question.slice(1))} burrow ${String(mine)}, rattler ${String(theirs)}`];
  });
  expect(differing.slice(0, 20)).toEqual([]);
  return answers.filter((answer) => answer !== null).length;
}

test(`py-rattler ${RATTLER} and burrow order versions alike`, LONG, async (context) => {
  const oracle = await oracleFor(context);
  const pairs = [
    ...sample(nearVersions, 3000),
    ...sample(mutated(condaVersions), 500).map((text) => [text, "1.0"] as const),
  ];
  const understood = await agree(
    oracle,
    pairs.map(([left, right]) => ["compare", left, right]),
    ([, left, right]) => compare(String(left), String(right)),
  );
  expect(understood).toBeGreaterThan(pairs.length / 2);
});

test(`py-rattler ${RATTLER} and burrow put the same versions into sets`, LONG, async (context) => {
  const oracle = await oracleFor(context);
  const specs = sample(versionSpecs, 2500);
  const versions = sample(condaVersions, 2500);
  const understood = await agree(
    oracle,
    specs.map((spec, at) => ["has", spec, versions[at] ?? "1"]),
    ([, spec, version]) => has(String(spec), String(version)),
  );
  expect(understood).toBeGreaterThan(specs.length / 2);
});

test(`py-rattler ${RATTLER} and burrow match the same packages`, LONG, async (context) => {
  const oracle = await oracleFor(context);
  const specs = [...sample(matchSpecs, 2000), ...sample(brokenSpecs, 1000)];
  const found = sample(fc.array(packages, { minLength: 3, maxLength: 3 }), specs.length);
  const understood = await agree(
    oracle,
    specs.map((spec, at) => ["matches", spec, found[at % found.length] ?? []]),
    ([, spec, all]) => matches(String(spec), all as readonly MatchedPackage[]),
  );
  expect(understood).toBeGreaterThan(specs.length / 2);
});

test(`py-rattler ${RATTLER} reads what burrow prints as it read what burrow read`, LONG, async (context) => {
  const oracle = await oracleFor(context);
  const specs = sample(matchSpecs, 1500).flatMap((text) => {
    const read = parseMatchSpec(text);
    return read.ok ? [[text, printMatchSpec(read.value)] as const] : [];
  });
  expect(specs.length).toBeGreaterThan(700);
  const theirs = await oracle.ask(specs.map(([text]) => ["canonical", text]));
  const again = await oracle.ask(specs.map(([, printed]) => ["canonical", printed]));
  const differing = specs.flatMap((spec, at) =>
    theirs[at] === again[at] || isListed(["", spec[0]], "", theirs[at])
      ? []
      : [[...spec, theirs[at], again[at]].join("  ")],
  );
  expect(differing.slice(0, 20)).toEqual([]);
});
