import { expect, test } from "vitest";
import type { MachineSurvey } from "../../src/model/machine-survey.ts";
import { absolute } from "../../src/model/path.ts";
import { EMPTY_REGISTRY } from "../../src/model/registry.ts";
import { entryOf } from "../../src/protocol/environment.ts";
import { readRegistry, registryText } from "../../src/registry/registry-file.ts";
import { withSeen } from "../../src/registry/seen.ts";
import { condaEnv, python, venv, type Tree } from "../kit/builders.ts";
import { surveyOf } from "./machine-kit.ts";

const HOME = "/home/me";
const PYTHONS = `${HOME}/pythons`;
const OWN = `${HOME}/.local/share/burrow/environments`;

const MACHINE: Tree = {
  ...python(`${PYTHONS}/cpython-3.12.4`, "3.12.4"),
  ...python("/usr", "3.11.2"),
  ...condaEnv(`${HOME}/miniforge3`, "3.10.2"),
  ...venv(`${HOME}/app/.venv`, { base: `${PYTHONS}/cpython-3.12.4` }),
  [`${HOME}/app/pyproject.toml`]: "",
  ...venv(`${HOME}/gone/.venv`, { base: "/gone" }),
  [`${HOME}/lost/.venv`]: { link: "/nowhere" },
};

function survey(files: Tree = MACHINE): Promise<MachineSurvey> {
  return surveyOf(files, { home: HOME }, { pythons: absolute(PYTHONS), own: absolute(OWN) });
}

const AT = "2026-01-31T12:00:00.000Z";

test("B19 D16 what is remembered of an environment and of an interpreter has these keys, and is read again as it was written", async () => {
  const { environments, interpreters } = await survey();
  const registry = withSeen(EMPTY_REGISTRY, { at: AT, environments, interpreters });
  const prefix = `${HOME}/app/.venv`;
  expect(registry.environments.find((one) => one.prefix === prefix)).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}$/u) as string,
    place: prefix,
    prefix,
    kind: "venv",
    executable: `${prefix}/bin/python`,
    version: "3.12.4",
    project: `${HOME}/app`,
    managed: false,
    created: AT,
    lastVerified: AT,
    health: "healthy",
    warnings: [],
    errors: [],
    tenants: [],
  });
  expect(registry.interpreters.find(({ managed }) => managed)).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}$/u) as string,
    executable: `${PYTHONS}/cpython-3.12.4/bin/python3.12`,
    realPath: `${PYTHONS}/cpython-3.12.4/bin/python3.12`,
    version: "3.12.4",
    implementation: "cpython",
    source: "managed",
    managed: true,
    created: AT,
    lastVerified: AT,
    health: "healthy",
    warnings: [],
    errors: [],
  });
  expect(readRegistry(registryText(registry))).toEqual({ kind: "registry", registry });
});

test("B19 an entry tells which environment is switched on", async () => {
  const { environments } = await survey();
  const [environment] = environments.filter(({ health }) => health === "healthy");
  expect([true, false].map((active) => entryOf(environment!, active).active)).toEqual([true, false]);
});

test("D17 whose a Python is: burrow's own, the system's, conda's, an environment's, or nobody's that is known", async () => {
  const { environments, interpreters } = await survey({
    ...MACHINE,
    ...python("/srv/odd", "3.9.1"),
    ...venv(`${HOME}/other/.venv`, { base: "/srv/odd", version: "3.9.1" }),
  });
  expect(interpreters.map(({ executable, source }) => `${executable} ${source}`)).toEqual([
    `${PYTHONS}/cpython-3.12.4/bin/python3.12 managed`,
    "/srv/odd/bin/python3.9 other",
    "/usr/bin/python3.11 system",
  ]);
  expect(environments.map(({ prefix, kind }) => `${prefix.slice(HOME.length)} ${kind}`)).toEqual([
    "/app/.venv venv",
    "/gone/.venv venv",
    "/lost/.venv venv",
    "/miniforge3 conda",
    "/other/.venv venv",
  ]);
});

test("D18 how it is: ready, in error with the cause, not there, or half changed", async () => {
  const half = `${HOME}/half/.venv`;
  const { environments } = await survey({
    ...MACHINE,
    ...venv(half, { base: `${PYTHONS}/cpython-3.12.4` }),
    [`${half}/.burrow/journal/t.jsonl`]: '{"sum":"0","entry":{"seq":0,"type":"intent"}}\n',
  });
  expect(
    environments.map(({ prefix, health, broken }) => [prefix.slice(HOME.length), health, broken?.code]),
  ).toEqual([
    ["/app/.venv", "healthy", undefined],
    ["/gone/.venv", "broken", "base-gone"],
    ["/half/.venv", "broken", "unfinished-journal"],
    ["/lost/.venv", "missing", "leads-nowhere"],
    ["/miniforge3", "healthy", undefined],
  ]);
});

test("D97 what lies in burrow's own folder of environments is found by its name, whether or not anything else is", async () => {
  const files = { ...MACHINE, ...venv(`${OWN}/default`, { base: `${PYTHONS}/cpython-3.12.4` }) };
  const { environments } = await survey(files);
  expect(environments.find(({ prefix }) => prefix === `${OWN}/default`)).toMatchObject({
    kind: "venv",
    health: "healthy",
  });
});
