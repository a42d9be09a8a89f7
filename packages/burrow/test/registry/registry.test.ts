import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { sentence } from "../../src/model/reason.ts";
import { EMPTY_REGISTRY, type Registry } from "../../src/model/registry.ts";
import { withDefault } from "../../src/registry/changes.ts";
import { registryIn } from "../../src/registry/registry.ts";
import { registryText } from "../../src/registry/registry-file.ts";
import { withSeen } from "../../src/registry/seen.ts";
import { fakeMachine, type FakeFile, type FakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";
import { environment, interpreter } from "./kit.ts";

const DATA = absolute("/home/me/.local/share/burrow");
const FILE = `${DATA}/registry.json`;
const AT = "2026-01-31T12:00:00.000Z";
const KNOWN = withSeen(EMPTY_REGISTRY, {
  at: AT,
  environments: [environment("/w/app/.venv", { generation: 1 }), environment("/w/b/.venv")],
  interpreters: [interpreter("/usr/bin/python3.12", "3.12.4")],
});
const asking = (text: string) => (registry: Registry) => withDefault(registry, text);

function store(files: Readonly<Record<string, FakeFile>> = {}) {
  const bench = fakeMachine(files);
  return { bench, registry: registryIn(bench, DATA, fakeProcesses(), { patience: 0 }) };
}

test("B21 D19 what is written is read again, for this user's eyes alone, and nothing else is left", async () => {
  const { bench, registry } = store();
  expect(await registry.read()).toEqual({ registry: EMPTY_REGISTRY, warnings: [] });
  expect(bench.tree(DATA)).toEqual({});
  await registry.update(() => KNOWN);
  expect(await registry.read()).toEqual({ registry: KNOWN, warnings: [] });
  expect(Object.keys(bench.tree(DATA))).toEqual([DATA, FILE]);
  expect([bench.status(absolute(FILE))?.mode, bench.status(DATA)?.mode]).toEqual([0o600, 0o700]);
});

test("B22 the version before is kept beside it, and a change that changes nothing writes nothing", async () => {
  const { bench, registry } = store();
  await registry.update(() => KNOWN);
  const before = bench.tree(DATA)[FILE];
  await registry.update(asking("3.12"));
  expect(bench.tree(DATA)[`${FILE}.bak`]).toBe(before);
  const tree = bench.tree();
  const acts = bench.count();
  await registry.update((same) => same);
  expect(bench.tree()).toEqual(tree);
  expect(bench.count() - acts).toBeLessThan(12); // the lock's
});

describe("B23 D99 a file that cannot be understood", () => {
  const good = registryText(KNOWN);
  const line = (text: string) => good.slice(0, good.indexOf(text)).split("\n").length;
  test.each([
    ["cut off", good.slice(0, -40), good.slice(0, -40).split("\n").length, "is missing"],
    ["empty", "", 1, "a value is missing"],
    ["no registry", "[]", 1, "`schema` is missing"],
    [
      "a word too much",
      good.replace('"managed": true', '"managed": yes'),
      line('"managed": true'),
      "a value is missing",
    ],
    ["a wrong word", good.replace('"healthy"', '"fine"'), line('"healthy"'), '`health`: ("healthy"'],
    [
      "a wrong type",
      good.replace('"managed": true', '"managed": "yes"'),
      line('"managed": true'),
      '`managed`: boolean is wanted, there is "yes"',
    ],
    [
      "a field gone",
      good.replace(/\n *"created": [^\n]*/u, ""),
      line('"id"') - 1,
      "`created`: it is missing",
    ],
    [
      "a relative path",
      good.replace('"prefix": "/w/b/.venv"', '"prefix": "b"'),
      line('"prefix": "/w/b/.venv"'),
      "`prefix`: an absolute path is wanted",
    ],
    ["no time", good.replaceAll(AT, "yesterday"), line(AT), "`created`: a time such as"],
    [
      "an active one that is not there",
      good.replace('"schema": 1,', '"schema": 1, "active": "00000000",'),
      2,
      "there is no environment with the id `00000000`",
    ],
    [
      "one id for two",
      good.replaceAll(/"id": "\w+"/gu, '"id": "00000000"'),
      good.slice(0, good.indexOf('"id"', good.indexOf('"environments"'))).split("\n").length,
      "`00000000` is the id of two",
    ],
  ])(
    "%s: it is set aside with line and reason, and the version before it serves",
    async (_, text, at, because) => {
      const { bench, registry } = store({ [FILE]: text, [`${FILE}.bak`]: good });
      const read = await registry.read();
      expect(read.registry).toEqual(KNOWN);
      expect(read.warnings.map(({ code }) => code)).toEqual(["registry-set-aside"]);
      const said = read.warnings.map(sentence).join();
      expect(said).toContain(`registry.json:${at}\` cannot be read (`);
      expect(said).toContain(because);
      expect(said).toContain("kept as `registry.unreadable.json`, and the version before it is used");
      expect(bench.readText(absolute(`${DATA}/registry.unreadable.json`))).toBe(text);
      expect(bench.status(absolute(`${DATA}/registry.unreadable.json`))?.mode).toBe(0o600);
      expect(await registry.read()).toEqual({ registry: KNOWN, warnings: [] });
    },
  );

  test("with nothing before it, or nothing that can be read, it begins anew, and both are kept", async () => {
    const { bench, registry } = store({ [FILE]: "{", [`${FILE}.bak`]: "}" });
    const { registry: found, warnings } = await registry.read();
    expect(found).toEqual(EMPTY_REGISTRY);
    expect(warnings.map(sentence).join()).toContain("and an empty one is used");
    await registry.update(() => KNOWN);
    await registry.update(asking("3.12"));
    const kept = ["registry.unreadable.json", "registry.unreadable-2.json"];
    expect(kept.map((name) => bench.readText(absolute(`${DATA}/${name}`)))).toEqual(["{", "}"]);
  });

  test("where nobody may write it is named and left, and the version before it serves", async () => {
    const bench = fakeMachine({ [FILE]: "{", [`${FILE}.bak`]: good }, { readOnly: ["/home/me"] });
    const read = await registryIn(bench, DATA, fakeProcesses()).read();
    expect(read.registry).toEqual(KNOWN);
    expect(read.warnings.map(({ code }) => code)).toEqual(["registry-unreadable"]);
    expect(bench.readText(absolute(FILE))).toBe("{");
  });

  test("a hand may leave comments and commas", async () => {
    const text = good.replace("{", "{ // mine\n").replace(/\n\}\n$/u, ",\n}\n");
    expect(await store({ [FILE]: text }).registry.read()).toEqual({ registry: KNOWN, warnings: [] });
  });

  test("what this version does not know harms nothing", async () => {
    const text = good.replace(
      '"warnings": []',
      '"mood": 1, "warnings": [{"code": "of-tomorrow", "params": {}}]',
    );
    expect((await store({ [FILE]: text }).registry.read()).registry).toEqual(KNOWN);
  });
});

describe("D21 another version's file", () => {
  test.each(['{"schema": 2, "x": 1}', '{"version": "2.0", "runtimes": []}'])(
    "%s is newer: refused with a clear error, and not touched",
    async (text) => {
      const { bench, registry } = store({ [FILE]: text });
      const tree = bench.tree();
      const refusal = { code: "registry/newer", because: expect.stringContaining("not touched") as string };
      await expect(registry.read()).rejects.toMatchObject(refusal);
      await expect(registry.update(() => KNOWN)).rejects.toMatchObject(refusal);
      expect(bench.tree()).toEqual(tree);
    },
  );

  test.each(["0.9", "1.0"])(
    "version %s of the list of runtimes is brought to schema 1, and kept",
    async (version) => {
      const runtimes = [
        {
          id: "0a1b2c3d",
          name: "emb",
          type: "Embedded",
          path: "/opt/emb",
          version: "3.11.9",
          isManaged: true,
          createdAt: "2024-05-01T10:00:00.1234567Z",
          lastUsed: "2024-06-01T10:00:00Z",
          status: "Ready",
          installedPackages: { numpy: "1.26.4" },
          warnings: ["slow"],
          errors: [],
        },
        {
          id: "x",
          name: "sys",
          type: "System",
          path: "/usr/bin/python3.12",
          version: "3.12.4",
          isManaged: false,
        },
        { id: "ffffffff", name: "ve", type: "VirtualEnv", path: "/w/ve", isManaged: false, lastUsed: null },
        {
          id: "eeeeeeee",
          name: "co",
          type: "Conda",
          path: "/c/envs/co/bin/python",
          isManaged: true,
          installedPackages: { pip: "23.0" },
        },
        { id: "dddddddd", type: "Unknown", path: "C:\\Py" },
      ];
      const text = JSON.stringify({ version, defaultRuntimeId: "0a1b2c3d", runtimes });
      const { bench, registry } = store({ [FILE]: text });
      const { registry: found } = await registry.update((same) => same);
      expect(found.default).toBe("/opt/emb/bin/python3");
      expect(
        found.interpreters.map(
          ({ id, executable, source, managed, version: is, created, lastUsed, warnings }) => [
            id,
            executable,
            source,
            managed,
            is,
            created,
            lastUsed,
            warnings.map(sentence),
          ],
        ),
      ).toEqual([
        [
          "0a1b2c3d",
          "/opt/emb/bin/python3",
          "managed",
          true,
          "3.11.9",
          "2024-05-01T10:00:00.1234567Z",
          "2024-06-01T10:00:00Z",
          ["slow"],
        ],
        [
          expect.stringMatching(/^[0-9a-f]{8}$/u),
          "/usr/bin/python3.12",
          "system",
          false,
          "3.12.4",
          "1970-01-01T00:00:00.000Z",
          undefined,
          [],
        ],
        [
          "dddddddd",
          "C:\\Py\\python.exe",
          "other",
          false,
          undefined,
          "1970-01-01T00:00:00.000Z",
          undefined,
          [],
        ],
      ]);
      expect(
        found.environments.map(({ id, prefix, kind, name, managed, distributions }) => [
          id,
          prefix,
          kind,
          name,
          managed,
          distributions,
        ]),
      ).toEqual([
        ["ffffffff", "/w/ve", "venv", "ve", false, undefined],
        ["eeeeeeee", "/c/envs/co", "conda", "co", true, { pip: "23.0" }],
      ]);
      expect(bench.readText(absolute(`${DATA}/registry.schema-0.json`))).toBe(text);
      expect(JSON.parse(bench.readText(absolute(FILE)) ?? "").schema).toBe(1);
      expect((await registry.read()).registry).toEqual(found);
    },
  );

  test("of two defaults an environment becomes the active one; what is no list of runtimes is named", async () => {
    const text = JSON.stringify({
      version: "1.0",
      defaultRuntimeId: "ffffffff",
      runtimes: [{ id: "ffffffff", type: "VirtualEnv", path: "/w/ve" }],
    });
    expect((await store({ [FILE]: text }).registry.read()).registry).toMatchObject({ active: "ffffffff" });
    const bad = await store({ [FILE]: '{"version": "1.0",\n"runtimes": [{"id": 7}]}' }).registry.read();
    expect(bad.warnings.map(sentence).join()).toContain(
      "registry.json:2` cannot be read (`id`: string is wanted, there is 7)",
    );
  });
});

test("one that is there and cannot be read is never written over", async () => {
  const { bench, registry } = store({ [FILE]: { folder: true } });
  await expect(registry.read()).rejects.toMatchObject({ code: "registry/unreadable" });
  await expect(registry.update(() => KNOWN)).rejects.toMatchObject({ code: "registry/unreadable" });
  expect(bench.status(absolute(FILE))?.kind).toBe("folder");
});

test("while another holds the lock it waits, then says who; the lock of one that is gone is taken over", async () => {
  const processes = fakeProcesses();
  const bench = fakeMachine();
  const mine = registryIn(bench, DATA, processes, { patience: 1 });
  const inside = registryIn(bench, DATA, processes, { patience: 1 });
  let refused: unknown;
  await mine.update((registry) => {
    refused = inside.update(asking("3.9")).catch((error: unknown) => error);
    return asking("3.12")(registry);
  });
  await refused;
  bench.place(`${DATA}/registry.lock/lock`, JSON.stringify({ nonce: "aa", pid: 99, boot: "1" }));
  await expect(mine.update(asking("3.13"))).resolves.toMatchObject({ registry: { default: "3.13" } });
  bench.place(
    `${DATA}/registry.lock/lock`,
    JSON.stringify({ nonce: "bb", pid: processes.self().pid, boot: "1" }),
  );
  await expect(mine.update(asking("3.14"))).rejects.toMatchObject({
    code: "registry/locked",
    because: `process ${processes.self().pid} holds its lock`,
  });
});

/** Every act of an update, then death: what is there is what was there before or after, and the next one goes on. */
async function atEveryAct(
  die: (bench: FakeMachine, act: number) => void,
  then: (bench: FakeMachine) => void,
) {
  const start = async () => {
    const bench = fakeMachine();
    const processes = fakeProcesses();
    const registry = registryIn(bench, DATA, processes, { patience: 0 });
    await registry.update(() => KNOWN);
    await registry.update(asking("3.11"));
    return { bench, processes, registry };
  };
  const whole = await start();
  const before = whole.bench.count();
  await whole.registry.update(asking("3.12"));
  const acts = whole.bench.count() - before;
  expect(acts).toBeGreaterThan(10);
  const seen = new Set<string | undefined>();
  for (let act = 0; act < acts; act += 1) {
    const { bench, processes, registry } = await start();
    die(bench, act);
    await registry.update(asking("3.12")).catch(() => {});
    then(bench);
    processes.restart();
    const { registry: found, warnings } = await registry.read();
    expect(warnings).toEqual([]);
    expect(found).toEqual({ ...KNOWN, default: found.default });
    seen.add(found.default);
    await expect(registry.update(asking("3.13"))).resolves.toMatchObject({ registry: { default: "3.13" } });
    expect(Object.keys(bench.tree(DATA))).toEqual([DATA, FILE, `${FILE}.bak`]);
  }
  expect(seen).toEqual(new Set(["3.11", "3.12"]));
}

test("B24 killed at any act, it holds what was there before or what is there after, and the next writer clears up", () =>
  atEveryAct(
    (bench, act) => bench.dieAfter(act),
    (bench) => bench.revive(),
  ));

test("a power cut at any act leaves what was there before or what is there after", () =>
  atEveryAct(
    (bench, act) => bench.dieAfter(act),
    (bench) => bench.powerCut(),
  ));
