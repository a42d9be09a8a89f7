import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Environment } from "../../src/model/environment.ts";
import { BurrowError } from "../../src/model/error.ts";
import { absolute } from "../../src/model/path.ts";
import { finding, type HealthReport } from "../../src/model/finding.ts";
import { reason } from "../../src/model/reason.ts";
import * as commandLine from "../../src/protocol/command-line.ts";
import * as documents from "../../src/protocol/documents.ts";
import { event } from "../../src/protocol/event.ts";
import { errorDocument } from "../../src/protocol/error.ts";
import { bytesOfPath, pathOfBytes } from "../../src/protocol/path-bytes.ts";
import { encodeDay } from "../../src/protocol/health-day.ts";
import { readPlan } from "../../src/protocol/read-plan.ts";
import { ROOT as REPOSITORY } from "../kit/tools.ts";
import { EVENTS } from "../render/events.ts";
import { goal, path, plan, ROOT } from "../render/kit.ts";
import { extended, isolated, refused, upgraded } from "../render/plans.ts";
import { TIME } from "./time-answers.ts";
import { validate } from "./validate.ts";

const SCHEMAS = documents.schemas();
/** What a reader of the text gets, not what the encoder holds. */
const read = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

const environment: Environment = {
  prefix: path(`${ROOT}/.venv`),
  realPrefix: path(`${ROOT}/.burrow/generations/default/3`),
  aliases: [],
  kind: "uv",
  version: "3.12.4",
  implementation: "cpython",
  platform: { os: "linux", arch: "x86_64" },
  base: { prefix: path("/usr"), executable: path("/usr/bin/python3") },
  layers: [{ sitePackages: path(`${ROOT}/.venv/lib`), inherited: false }],
  distributions: [],
  generation: { name: "default", number: 3, folder: path(`${ROOT}/.burrow/generations/default/3`) },
  writable: true,
  external: false,
  broken: reason("base-gone", { path: "/gone" }),
  facts: [],
};

const ILL: HealthReport = {
  schema: 1,
  takenAt: "2024-01-01T00:00:00Z",
  health: "unhealthy",
  environments: [{ prefix: environment.prefix, health: "unhealthy" }],
  findings: [
    finding("base-gone", {
      subject: environment.prefix,
      because: reason("base-gone", { path: "/gone" }),
      evidence: [{ path: environment.prefix, note: "is not there" }],
      action: "burrow repair",
      remedy: { goal: "as-recorded", prefix: environment.prefix, how: "rebuild", names: [] },
    }),
  ],
  checked: ["base"],
  skipped: [{ check: "hashes", subject: environment.prefix, why: reason("not-deep", {}) }],
};

const python = {
  id: "1a2b3c4d",
  executable: path("/usr/bin/python3.12"),
  realPath: path("/usr/bin/python3.12"),
  aliases: [],
  prefix: path("/usr"),
  implementation: "cpython",
  version: "3.12.4",
  freeThreaded: false,
  platform: { os: "linux", arch: "x86_64" },
  source: "system",
  managed: false,
  evidence: "read",
} as const;

const answers: Readonly<Record<keyof typeof SCHEMAS, readonly unknown[]>> = {
  goal: [documents.goalJson(goal(["a>=1", "b"]))],
  plan: [isolated, extended, upgraded, refused, plan()].map(documents.planJson),
  list: [
    documents.listJson({
      survey: {
        schema: 1,
        id: "survey-1",
        takenAt: "2024-01-01T00:00:00Z",
        platform: { os: "linux", arch: "x86_64" },
        environments: [environment],
        interpreters: [],
        reaches: [{ origin: "active", path: environment.prefix, realPrefix: environment.realPrefix }],
        warnings: [],
      },
      states: { [environment.realPrefix]: "ready" },
      absent: [{ name: "gpu", prefix: path("/w/gpu"), backend: "conda", state: "lazy" }],
      resolution: [
        { command: "python", path: path("/usr/bin/python") },
        { command: "pip", problem: reason("not-found", { command: "pip" }) },
      ],
    }),
  ],
  python: [
    documents.pythonJson({ interpreters: [] }),
    documents.pythonJson({ interpreters: [python], default: python.id, asked: "3.12" }),
  ],
  use: [
    documents.useJson({ scope: "everywhere" }),
    documents.useJson({
      scope: "project",
      root: path(ROOT),
      link: path(`${ROOT}/.burrow/current`),
      environment,
    }),
  ],
  forget: [
    documents.forgetJson({
      environment: {
        id: "1a2b3c4d",
        place: path("/w/x"),
        prefix: path("/w/x"),
        kind: "venv",
        managed: false,
        created: "2026-01-01T00:00:00Z",
        health: "broken",
        warnings: [],
        errors: [reason("base-gone", { path: "/gone" })],
        tenants: [{ root: path(ROOT), lastUsed: "2026-01-01T00:00:00Z" }],
      },
      wasActive: true,
      there: false,
    }),
  ],
  show: [documents.showJson(environment, false)],
  up: [
    documents.upJson({ status: "refused", plan: refused }),
    documents.upJson({
      status: "done",
      plan: isolated,
      environment: isolated.environment!,
      transaction: { id: "t1", steps: 5, seconds: 0.42 },
    }),
    documents.upJson({ status: "rolled-back", plan: extended, failure: { step: "install", detail: "full" } }),
  ],
  why: [
    documents.whyJson({
      environment: { prefix: environment.prefix, version: "3.12.4" },
      name: "urllib3",
      version: "1.26.18",
      askedBy: [{ name: "requests", version: "2.31.0", requirement: "urllib3<3", holds: true, limits: true }],
      you: [{ text: "requests", file: path(`${ROOT}/requirements.txt`), line: 1 }],
      chain: ["requests", "urllib3"],
    }),
  ],
  where: [
    documents.whereJson({
      root: ROOT,
      name: "shop",
      asks: { python: "", requirements: 0, manifests: [] },
      next: "burrow plan",
    }),
  ],
  recover: [documents.recoverJson({ status: "nothing", transactions: [] })],
  lock: [
    documents.lockJson({
      file: absolute("/home/me/shop/conda-lock.yml"),
      changed: true,
      platforms: [{ platform: "linux-64", packages: 12 }],
    }),
    documents.lockJson({ fresh: false, because: reason("none-found", {}) }),
  ],
  rollback: [
    documents.rollbackJson({ from: 4, to: 2, prefix: environment.prefix, seconds: 0.04 }),
    documents.rollbackJson({
      from: 3,
      to: "2a",
      prefix: environment.prefix,
      seconds: 0.4,
      restored: { status: "rolled-back", plan: extended, unavailable: ["gone 1.0"] },
    }),
  ],
  ...TIME,
  doctor: [documents.healthJson(ILL)],
  watch: [
    documents.watchJson({
      examinations: 3,
      repairs: 0,
      report: path("/data/health-reports/2024-01-01.json"),
    }),
    documents.watchJson({ status: "installed", file: path("/u/burrow-watch.service"), next: "systemctl" }),
  ],
  "memory-recovery": [
    documents.memoryRecoveryJson({
      healthy: 3,
      strategies: [
        { strategy: "drop-broken", outcome: "applied", did: [reason("chose-active", { path: "/x" })] },
      ],
    }),
  ],
  diagnostics: [
    documents.diagnosticsJson({
      takenAt: "2024-01-01T00:00:00Z",
      burrow: "1.2.3",
      platform: "linux x86_64",
      cwd: ROOT,
      path: ["/usr/bin"],
      variables: { PYTHONPATH: "/x" },
      places: { data: { path: path("/data"), there: true } },
      remembered: { environments: 1, interpreters: 2, active: "0123abcd" },
      snapshots: 3,
      strategies: ["rediscover"],
      python: { found: true, pip: false, runs: true, seconds: 0.1, missingLibraries: [], errors: [] },
      memory: 5,
      health: ILL,
    }),
  ],
  "health-report": [
    JSON.parse(
      encodeDay({
        schema: 1,
        day: "2024-01-01",
        examined: [{ scope: "project", root: path("/home/me/shop"), report: ILL }],
      }),
    ),
  ],
  repair: [
    documents.repairJson({ status: "healthy", healed: [], left: [], repairs: [] }),
    documents.repairJson({
      status: "partly",
      healed: ILL.findings,
      left: ILL.findings,
      repairs: [
        {
          prefix: environment.prefix,
          status: "rolled-back",
          plan: isolated,
          because: reason("external", {}),
          failure: { step: "install", detail: "full" },
          lost: [reason("cannot-restore", { name: "x", version: "1", detail: "gone" })],
        },
      ],
    }),
  ],
  help: [
    commandLine.helpJson({
      commands: [
        {
          name: "up",
          about: "Make it ready.",
          arguments: [{ name: "FOLDER", about: "a folder", optional: true }],
          options: [
            { name: "yes", short: "y", multiple: false, about: "Agree." },
            { name: "group", value: "name", multiple: true, about: "A group." },
          ],
          examples: ["burrow up"],
        },
      ],
    }),
  ],
  version: [commandLine.versionJson({ version: "1.2.3" })],
  completions: [commandLine.completionsJson({ shell: "bash", script: "complete\n" })],
  error: [
    errorDocument(
      new BurrowError("plan/stale", "`x` changed", { hint: "burrow plan", details: { size: 1n } }),
    ),
    errorDocument(new BurrowError("bug", "m")),
  ],
  event: Object.values(EVENTS).map((one, seq) =>
    event.encode({ ...one, run: "r1", seq, at: "2024-01-01T00:00:00.000Z" }),
  ),
};

describe("documents", () => {
  test.each(Object.entries(answers))("%s is what its schema says", (name, given) => {
    for (const document of given)
      expect(validate(read(document), SCHEMAS[name as keyof typeof SCHEMAS])).toEqual([]);
  });

  test.each(Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[])(
    "docs/schemas/%s.json is the code's",
    (name) => {
      const file = join(REPOSITORY, "docs/schemas", `${name}.json`);
      expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(read(SCHEMAS[name]));
    },
  );

  test("the validator finds what is missing, wrong and strange", () => {
    const document = read(documents.planJson(plan())) as Record<string, unknown>;
    const { action: _, ...rest } = document;
    expect(validate({ ...rest, id: 3, odd: true }, SCHEMAS.plan)).toEqual([
      "$.action: missing",
      "$.id: not string",
      "$.odd: not in the schema",
    ]);
  });

  test("the fields that programs rely on", () => {
    expect(Object.keys(documents.planJson(isolated) as object)).toEqual(
      expect.arrayContaining(
        `schema id goal action environment backend engine python steps changes missing conflicts breaks
         candidates verdicts warnings`.split(/\s+/u),
      ),
    );
    expect(read(documents.planJson(refused))).not.toHaveProperty("environment");
    expect(documents.goalJson(goal(["a>=1"]))).toMatchObject({
      requirements: [{ name: "a", applies: null }],
    });
    expect(answers.list[0]).toMatchObject({
      schema: 1,
      interpreters: [],
      environments: [
        {
          prefix: `${ROOT}/.venv`,
          manager: "burrow",
          base: "/usr",
          managed: true,
          active: true,
          broken: { code: "base-gone", params: { path: "/gone" }, text: "its base /gone is gone" },
        },
      ],
    });
  });
});

describe("a saved plan", () => {
  test.each([isolated, extended, upgraded, refused, plan()])("is read back as it was", (made) => {
    expect(readPlan(JSON.stringify(documents.planJson(made)), "plan.json")).toEqual(made);
  });

  test.each([
    ["", "Unexpected end of JSON input"],
    ["[]", "the document is not an object"],
    [JSON.stringify({ ...(documents.planJson(plan()) as object), schema: 2 }), "schema is not 1"],
    [
      JSON.stringify({ ...(documents.planJson(plan()) as object), steps: [{ kind: "format-disk" }] }),
      "steps[0].kind is not one of",
    ],
    [
      JSON.stringify({
        ...(documents.planJson(plan()) as object),
        because: { code: "toString", params: {} },
      }),
      "because.code is not a reason",
    ],
    [
      JSON.stringify({ ...(documents.planJson(plan()) as object), facts: [{ path: "relative", was: "" }] }),
      "facts[0].path is not an absolute path",
    ],
  ])("%# that is none is refused with the place", (text, because) => {
    const failure = thrownBy(() => readPlan(text, "plan.json"));
    expect(failure).toMatchObject({ code: "plan/file", exitStatus: 2 });
    expect((failure as BurrowError).because).toContain(because);
  });

  test("what a newer version adds is passed over", () => {
    const more = { ...(documents.planJson(plan()) as object), mood: "calm" };
    expect(readPlan(JSON.stringify(more), "plan.json")).toEqual(plan());
  });
});

describe("paths that are not UTF-8", () => {
  test("are their bytes in base64", () => {
    expect(bytesOfPath("/caf\udce9")).toBe(Buffer.from([0x2f, 0x63, 0x61, 0x66, 0xe9]).toString("base64"));
    expect(bytesOfPath("/café")).toBeUndefined();
    expect(pathOfBytes("not base64!")).toBeUndefined();
  });

  test("and come back", () => {
    const odd = absolute("/a\udce9/中\udcff");
    const made = { ...plan(), environment: { ...plan().environment!, prefix: odd } };
    const text = JSON.stringify(documents.planJson(made));
    expect(JSON.parse(text).environment.prefix).toEqual({ bytes: bytesOfPath(odd) });
    expect(readPlan(text, "p")).toEqual(made);
  });

  test("any bytes are told as Node's own decoder would take them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = pathOfBytes(Buffer.from(bytes).toString("base64")) ?? "";
        const back = bytesOfPath(text) ?? Buffer.from(text, "utf8").toString("base64");
        expect(back).toBe(Buffer.from(bytes).toString("base64"));
        const whole = Buffer.from(bytes).toString("utf8");
        if (Buffer.from(whole, "utf8").equals(Buffer.from(bytes))) expect(text).toBe(whole);
      }),
    );
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}
