import { expect, test } from "vitest";
import { resolved } from "../../src/health/resolved.ts";
import { absolute } from "../../src/model/path.ts";
import type { HostVitals } from "../../src/model/vitals.ts";

const HOST: HostVitals = {
  home: absolute("/home/me"),
  commands: {},
  variables: {},
  gone: [],
  unguarded: [],
};
const ACTIVE = absolute("/w/app/.venv");
const SHIM = { path: absolute("/home/me/.pyenv/shims/python"), kind: "shim" } as const;
const OWN = { path: absolute("/w/app/.venv/bin/python"), kind: "program" } as const;
const PINNED = { text: "3.12", file: absolute("/w/app/.python-version") };

test.each<[string, Partial<HostVitals>, string | undefined, string | undefined]>([
  ["nothing of that name", { commands: { python: [] } }, undefined, "not-found"],
  [
    "a link to nothing before a program",
    { commands: { python: [{ path: absolute("/opt/bin/python"), kind: "broken" }, OWN] } },
    "/opt/bin/python",
    "broken-winner",
  ],
  ["a shim without a version", { commands: { python: [SHIM] } }, SHIM.path, "no-version-set"],
  ["a shim with one", { commands: { python: [SHIM] }, shimVersion: "3.11" }, SHIM.path, undefined],
  [
    "a shim before the active environment",
    { commands: { python: [SHIM, OWN] }, active: ACTIVE, shimVersion: "3.11" },
    SHIM.path,
    "shadowed",
  ],
  ["the active environment", { commands: { python: [OWN] }, active: ACTIVE }, OWN.path, undefined],
  [
    "the active environment of another version than the pin",
    { commands: { python: [OWN] }, active: ACTIVE, pinned: PINNED },
    OWN.path,
    "pin-drift",
  ],
  [
    "the active environment of the pinned one",
    { commands: { python: [OWN] }, active: ACTIVE, pinned: { ...PINNED, text: "3.11" } },
    OWN.path,
    undefined,
  ],
])("P10 %s", (_, host, path, problem) => {
  const [found, ...more] = resolved({ ...HOST, ...host }, (prefix) =>
    prefix === ACTIVE ? "3.11.9" : undefined,
  );
  expect(more).toEqual([]);
  expect([found?.command, found?.path, found?.problem?.code]).toEqual(["python", path, problem]);
});
