import { expect, test } from "vitest";
import type { Context } from "../../src/operations/context.ts";
import { reachable, recollect, registryOf, tenantRoots } from "../../src/operations/memory.ts";
import { rememberUse } from "../../src/operations/uses.ts";
import type { Event } from "../../src/model/event.ts";
import { absolute } from "../../src/model/path.ts";
import { EMPTY_REGISTRY, type Registry } from "../../src/model/registry.ts";
import { withActive, withUse } from "../../src/registry/changes.ts";
import { withSeen } from "../../src/registry/seen.ts";
import { fakeMachine, type FakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";
import { environment } from "../registry/kit.ts";

const DATA = "/home/me/data";
const MINUTE = 60_000;
const folders = {
  config: absolute("/home/me/config"),
  data: absolute(DATA),
  cache: absolute("/home/me/cache"),
};

function contextOf(bench: FakeMachine) {
  const clock = { now: Date.UTC(2026, 0, 31) };
  const events: Event[] = [];
  const some = {
    bench,
    machine: bench,
    processes: fakeProcesses(),
    folders,
    now: () => clock.now,
    report: (event: Event) => void events.push(event),
  };
  return { context: some as unknown as Context, clock, events };
}

const ENVIRONMENTS = [
  environment(`${DATA}/environments/tools/.venv`, { generation: 1 }),
  environment(`${DATA}/environments/scripts/aa/.venv`, { generation: 1 }),
  environment("/w/app/.venv", { generation: 2 }),
  environment("/w/other/.venv", { project: absolute("/w/other") }),
  environment("/w/broken/.venv", { broken: { code: "base-gone", params: { path: "/x" } } }),
];

function uses(registry: Registry, prefix: string, root: string, minute: number): Registry {
  const id = registry.environments.find((one) => one.prefix === prefix)?.id ?? "";
  return withUse(registry, id, new Date(minute * MINUTE).toISOString(), absolute(root));
}

test("a project reaches what it used last elsewhere, what is chosen, what is shared, and the rest of the machine", () => {
  const seen = withSeen(EMPTY_REGISTRY, { at: "2026-01-01T00:00:00Z", environments: ENVIRONMENTS });
  const used = uses(uses(seen, "/w/other/.venv", "/w/x", 5), `${DATA}/environments/tools/.venv`, "/w/x", 3);
  const registry = withActive(used, used.environments.find(({ prefix }) => prefix === "/w/app/.venv")?.id);
  expect(reachable(registry, absolute("/w/x"), folders)).toEqual({
    tenant: "/w/other/.venv",
    chosen: "/w/app/.venv",
    shared: [`${DATA}/environments/tools/.venv`],
    machine: [`${DATA}/environments/scripts/aa/.venv`, "/w/app/.venv", "/w/other/.venv"],
  });
  expect(tenantRoots(registry, ENVIRONMENTS[3]!)).toEqual(["/w/x"]);
});

test("its own environment is no tenancy, and neither is what another project used", () => {
  const seen = withSeen(EMPTY_REGISTRY, { at: "2026-01-01T00:00:00Z", environments: ENVIRONMENTS });
  const used = uses(uses(seen, "/w/app/.venv", "/w/app", 5), "/w/other/.venv", "/w/other", 6);
  expect(reachable(used, absolute("/w/app"), folders)).toEqual({
    shared: [`${DATA}/environments/tools/.venv`],
    machine: [`${DATA}/environments/scripts/aa/.venv`, "/w/other/.venv"],
  });
  expect(reachable(used, absolute("/w/other"), folders)).not.toHaveProperty("tenant");
});

test("D20 a use is remembered with its project, again after an hour, and costs no write before that", async () => {
  const bench = fakeMachine();
  const { context, clock, events } = contextOf(bench);
  const use = { environment: ENVIRONMENTS[3]!, root: absolute("/w/x") };
  await rememberUse(context, use);
  const [entry] = (await registryOf(context).read()).registry.environments;
  expect(entry).toMatchObject({
    prefix: "/w/other/.venv",
    managed: false,
    lastUsed: "2026-01-31T00:00:00.000Z",
    tenants: [{ root: "/w/x", lastUsed: "2026-01-31T00:00:00.000Z" }],
  });
  expect(entry).not.toHaveProperty("distributions");
  const stamp = Object.keys(bench.tree("/home/me/cache/uses")).at(-1) ?? "";
  bench.place(stamp, { file: "", mtime: BigInt(clock.now) * 1_000_000n });
  const acts = bench.count();
  clock.now += 59 * MINUTE;
  await rememberUse(context, use);
  expect(bench.count()).toBe(acts);
  clock.now += 2 * MINUTE;
  await rememberUse(context, use);
  const [again] = (await registryOf(context).read()).registry.environments;
  expect(again).toMatchObject({ id: entry?.id, lastUsed: "2026-01-31T01:01:00.000Z" });
  await rememberUse(context, { ...use, root: absolute("/w/y") });
  const [both] = (await registryOf(context).read()).registry.environments;
  expect(both?.tenants.map(({ root }) => root)).toEqual(["/w/y", "/w/x"]);
  expect(events).toEqual([]);
});

test("what burrow changed is remembered at once, with what it holds", async () => {
  const { context } = contextOf(fakeMachine());
  const holding = (version: string) => ({
    ...ENVIRONMENTS[2]!,
    distributions: [
      { name: "six", version, inherited: false },
    ] as unknown as (typeof ENVIRONMENTS)[2]["distributions"],
  });
  for (const one of [holding("1.15.0"), holding("1.16.0")])
    await rememberUse(context, {
      environment: one,
      root: absolute("/w/app"),
      changed: one.distributions,
    });
  const { environments } = (await registryOf(context).read()).registry;
  expect(environments.map(({ distributions }) => distributions)).toEqual([{ six: "1.16.0" }]);
});

test("a project that gets an environment of its own relies on no other any more", async () => {
  const { context } = contextOf(fakeMachine());
  const root = absolute("/w/app");
  await rememberUse(context, { environment: ENVIRONMENTS[3]!, root });
  await rememberUse(context, { environment: ENVIRONMENTS[3]!, root: absolute("/w/x") });
  await rememberUse(context, { environment: ENVIRONMENTS[2]!, root, changed: [] });
  const { environments } = (await registryOf(context).read()).registry;
  expect(environments.map(({ prefix, tenants }) => [prefix, tenants.map((one) => one.root)])).toEqual([
    ["/w/app/.venv", ["/w/app"]],
    ["/w/other/.venv", ["/w/x"]],
  ]);
});

test("what cannot be written is a warning, and so is a registry of a newer burrow", async () => {
  const readOnly = contextOf(fakeMachine({}, { readOnly: ["/home/me"] }));
  await rememberUse(readOnly.context, { environment: ENVIRONMENTS[3]! });
  expect(readOnly.events).toMatchObject([{ type: "warning", warning: { code: "registry-not-written" } }]);
  const newer = fakeMachine({ [`${DATA}/registry.json`]: '{"schema": 9}' });
  const { context, events } = contextOf(newer);
  await rememberUse(context, { environment: ENVIRONMENTS[3]! });
  expect(events).toMatchObject([{ type: "warning", warning: { code: "registry-not-written" } }]);
  expect(await recollect(context)).toMatchObject({
    registry: EMPTY_REGISTRY,
    warnings: [{ code: "registry-unreadable" }],
  });
  expect(newer.readText(absolute(`${DATA}/registry.json`))).toBe('{"schema": 9}');
});
