import { readFileSync } from "node:fs";
import fc, { type Arbitrary } from "fast-check";
import { afterAll, expect, test, type TestContext } from "vitest";
import type { Platform } from "../../../src/model/platform.ts";
import {
  interpreterTags,
  markerEnvironment,
  type MarkerEnvironment,
  tagText,
} from "../../../src/standards/index.ts";
import { burrowAnswer } from "./answers.ts";
import { machines } from "./generate/machines.ts";
import { environments, markers } from "./generate/markers.ts";
import { mutated } from "./generate/pieces.ts";
import { names, requirements, wheelNames } from "./generate/requirements.ts";
import { closeVersions, containments, specifiers, versions } from "./generate/versions.ts";
import { type Oracle, PACKAGING, type Question, startOracle } from "./oracle.ts";

/** `BURROW_SEED` and `BURROW_FACTOR` make other and longer campaigns. */
const SEED = Number(process.env["BURROW_SEED"] ?? 440_508);
const FACTOR = Number(process.env["BURROW_FACTOR"] ?? 1);
const LONG = { timeout: 240_000 * FACTOR };

let started: Promise<Oracle> | undefined;
afterAll(async () => (await started)?.end());

/** The one oracle of this file; a test that cannot have it ends for itself. */
async function oracleFor(context: TestContext): Promise<Oracle> {
  try {
    return await (started ??= startOracle(context));
  } catch (reason) {
    started = undefined;
    throw reason;
  }
}

test(`packaging ${PACKAGING} and burrow agree on this machine's Python`, LONG, async (context) => {
  const oracle = await oracleFor(context);
  const [here] = (await oracle.ask([["here"]])) as [Here];
  const system = SYSTEMS[here.environment.platform_system];
  expect(system).toBeDefined();
  if (system === undefined) return;
  const platform: Platform = {
    os: system,
    arch: here.environment.platform_machine.toLowerCase(),
    ...(here.glibc !== null && { libc: { kind: "glibc", version: here.glibc } }),
    ...(here.mac !== "" && { release: here.mac }),
  };
  const python = {
    version: here.environment.python_full_version,
    implementation: here.environment.implementation_name,
    freeThreaded: here.flags.includes("t"),
    debug: here.flags.includes("d"),
    platform,
  };
  const { platform_release: platformRelease, platform_version: platformVersion } = here.environment;
  expect(markerEnvironment({ ...python, platformRelease, platformVersion })).toEqual(here.environment);
  expect(interpreterTags(python).map(tagText)).toEqual(here.tags);
});

test(`packaging ${PACKAGING} and burrow agree on every generated text`, LONG, async (context) => {
  const questions = generated();
  expect(questions.length).toBeGreaterThanOrEqual(50_000 * FACTOR);
  expect(await disagreements(await oracleFor(context), questions)).toEqual([]);
});

test(`packaging ${PACKAGING} and burrow agree on the nasty texts`, LONG, async (context) => {
  const texts = ["versions", "specifiers", "markers", "requirements", "wheels"].flatMap((name) =>
    nasty(name),
  );
  const questions: Question[] = [
    ...texts.flatMap((text) => everyReader(text)),
    ...nasty("specifiers").flatMap((text) =>
      nasty("versions").map((version): Question => ["contains", text, version, null, false]),
    ),
    ...nasty("versions").flatMap((a) => nasty("versions").map((b): Question => ["compare", a, b])),
    ...nasty("markers").flatMap((text) => inEnvironments(text, 8)),
  ];
  expect(await disagreements(await oracleFor(context), questions)).toEqual([]);
});

test(
  `packaging ${PACKAGING} and burrow agree on the texts of packaging's own tests`,
  LONG,
  async (context) => {
    const oracle = await oracleFor(context);
    const [found] = (await oracle.ask([["literals", oracle.tests]])) as [Literals];
    expect(found.texts.length).toBeGreaterThan(2_000);
    expect(found.rows.length).toBeGreaterThan(500);
    const questions: Question[] = [
      ...found.texts.flatMap((text) => everyReader(text)),
      ...found.texts.flatMap((text) => inEnvironments(text, 2)),
      ...found.rows.flatMap(([a, b]): Question[] => [
        ["compare", a, b],
        ["contains", a, b, null, false],
        ["contains", b, a, null, false],
        ["contains", a, b, false, true],
      ]),
    ];
    expect(await disagreements(oracle, questions)).toEqual([]);
  },
);

/** What the oracle says of the Python it runs on. */
interface Here {
  readonly environment: Required<Omit<MarkerEnvironment, "extra" | "extras" | "dependency_groups">>;
  readonly tags: readonly string[];
  readonly glibc: string | null;
  readonly mac: string;
  readonly flags: string;
}

const SYSTEMS: Readonly<Record<string, Platform["os"]>> = {
  Linux: "linux",
  Darwin: "macos",
  Windows: "windows",
};

interface Literals {
  readonly texts: readonly string[];
  readonly rows: readonly (readonly [string, string])[];
}

function generated(): readonly Question[] {
  const readers: readonly [kind: string, texts: Arbitrary<string>, count: number][] = [
    ["version", versions, 4_000],
    ["version", mutated(fc.oneof(versions, closeVersions)), 6_000],
    ["specifier", specifiers, 3_000],
    ["specifier", mutated(specifiers), 5_000],
    ["marker", markers, 3_000],
    ["marker", mutated(markers), 6_000],
    ["requirement", requirements, 4_000],
    ["requirement", mutated(requirements), 6_000],
    ["wheel", wheelNames, 2_000],
    ["wheel", mutated(wheelNames), 3_000],
    ["name", fc.oneof(names, mutated(names)), 1_000],
  ];
  const pairs: readonly [kind: string, given: Arbitrary<readonly unknown[]>, count: number][] = [
    ["compare", fc.tuple(closeVersions, closeVersions), 4_000],
    ["compare", fc.tuple(versions, versions), 2_000],
    ["contains", containments, 9_000],
    ["contains", fc.tuple(specifiers, versions, fc.constant(null), fc.boolean()), 2_000],
    ["evaluate", fc.tuple(markers, environments), 6_000],
    ["tags", machines, 120],
  ];
  return [
    ...readers.flatMap(([kind, texts, count]) => sample(texts, count).map((text): Question => [kind, text])),
    ...pairs.flatMap(([kind, given, count]) => sample(given, count).map((all): Question => [kind, ...all])),
  ];
}

function sample<Value>(values: Arbitrary<Value>, count: number): readonly Value[] {
  return fc.sample(values, { seed: SEED, numRuns: count * FACTOR });
}

function everyReader(text: string): readonly Question[] {
  return ["version", "specifier", "marker", "requirement", "wheel", "name"].map((kind) => [kind, text]);
}

function inEnvironments(text: string, count: number): readonly Question[] {
  return fc.sample(environments, { seed: SEED, numRuns: count }).map((values) => ["evaluate", text, values]);
}

/** The texts of `nasty/{name}.jsonl`. */
function nasty(name: string): readonly string[] {
  const text = readFileSync(new URL(`nasty/${name}.jsonl`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as string);
}

/** At most twenty questions that the two answer differently. Where packaging has no way to write a marker (`text: null`), burrow's own writing is not judged. */
async function disagreements(oracle: Oracle, questions: readonly Question[]): Promise<readonly unknown[]> {
  // An interpreter is described twice: the oracle is asked with its own description.
  const answers = await oracle.ask(
    questions.map((one) => (one[0] === "tags" ? one.slice(0, 2) : one) as Question),
  );
  const found: unknown[] = [];
  for (const [index, question] of questions.entries()) {
    const packaging = answers[index];
    const burrow = burrowAnswer(question);
    if (JSON.stringify(settled(packaging, packaging)) !== JSON.stringify(settled(burrow, packaging)))
      found.push({ question, packaging, burrow });
    if (found.length === 20) break;
  }
  return found;
}

/** The answer's entries in order, without those that packaging cannot tell. */
function settled(answer: unknown, packaging: unknown): unknown {
  const told = packaging as Readonly<Record<string, unknown>>;
  const unwritten = told["text"] === null ? ["text", "marker"] : [];
  return Object.entries(answer as object)
    .filter(([key]) => !unwritten.includes(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
