import { describe, expect, test } from "vitest";
import { CHECKS, examine, examineEnvironment, HOST_CHECKS, reportOf } from "../../src/health/examine.ts";
import type { Host } from "../../src/health/check.ts";
import { finding } from "../../src/model/finding.ts";
import { FINDINGS } from "../../src/model/findings.ts";
import { absolute } from "../../src/model/path.ts";
import { reason, sentence } from "../../src/model/reason.ts";
import type { HostVitals, Vitals } from "../../src/model/vitals.ts";
import { inspectEnvironment } from "../../src/survey/inspect/environment.ts";
import { distribution, python, venv } from "../kit/builders.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

const path = (text: string) => absolute(text);
const PREFIX = path("/home/me/app/.venv");

const environment = inspectEnvironment(
  fakeMachine({
    ...python("/opt/python312", "3.12.4"),
    ...venv(PREFIX, { packages: [distribution("six", "1.16.0")] }),
  }),
  PREFIX,
)!;

const WELL: Vitals = {
  run: { value: { ok: true, version: "3.12.4" } },
  cfgVersion: "3.12.4",
  locked: { value: [] },
  records: { value: [] },
  hashes: { value: [] },
  entries: { value: [] },
  breaks: { value: [] },
  scripts: { value: [] },
  libraries: { value: { looked: 0, unloadable: [] } },
  imports: { value: [] },
  openmp: { value: [] },
  freeBytes: { value: 10 ** 10 },
};

const codes = (vitals: Partial<Vitals>, changes: Partial<typeof environment> = {}) =>
  examineEnvironment({ environment: { ...environment, ...changes }, vitals: { ...WELL, ...vitals } })
    .findings.filter(({ severity }) => severity !== "info")
    .map(({ code }) => code);

test("what is well has no finding, and every check that applies is named", () => {
  const examined = examineEnvironment({ environment, vitals: WELL });
  expect(examined.findings.map(({ code }) => code)).toEqual(["pip-missing"]);
  expect(examined.health).toBe("healthy");
  expect(examined.skipped).toEqual([]);
  expect(examined.checked).toContain("libraries");
});

test("a check that throws is skipped, and so is one whose look failed: neither is a pass", () => {
  const thrown = examine(PREFIX, undefined, [
    {
      name: "odd",
      judge: () => {
        throw new Error("no");
      },
    },
    { name: "blind", judge: () => ({ skipped: reason("not-deep", {}) }) },
    { name: "elsewhere", judge: () => undefined },
  ]);
  expect(thrown.checked).toEqual([]);
  expect(thrown.skipped.map(({ check, why }) => [check, why.code])).toEqual([
    ["odd", "check-failed"],
    ["blind", "not-deep"],
  ]);
  expect(thrown.health).toBe("unknown");
});

describe("what is looked at becomes a finding", () => {
  test.each<[string, Partial<Vitals>, readonly string[]]>([
    ["the disk is nearly full", { freeBytes: { value: 100 * 1024 ** 2 } }, ["disk-low"]],
    ["the disk is full", { freeBytes: { value: 0 } }, ["disk-full"]],
    ["its base was upgraded", { cfgVersion: "3.12.1" }, ["version-differs"]],
    [
      "two OpenMP runtimes",
      {
        openmp: {
          value: [
            { family: "libiomp5", path: path("/a/libiomp5.so") },
            { family: "libgomp", path: path("/b/libgomp-1.so") },
          ],
        },
      },
      ["openmp-two"],
    ],
    [
      "two copies of one OpenMP runtime are usual",
      {
        openmp: {
          value: [
            { family: "libgomp", path: path("/a/libgomp-2.so") },
            { family: "libgomp", path: path("/b/libgomp-1.so") },
          ],
        },
      },
      [],
    ],
    [
      "a CPU build beside a GPU",
      { torch: { file: path("/t/version.py"), built: "cpu", gpu: true } },
      ["accelerator"],
    ],
    ["a CPU build without one", { torch: { file: path("/t/version.py"), built: "cpu", gpu: false } }, []],
    [
      "another accelerator than recorded",
      { torch: { file: path("/t/version.py"), built: "cuda 12.1", recorded: "cuda 11.8", gpu: true } },
      ["accelerator"],
    ],
    [
      "an import that a missing module ends",
      { imports: { value: [{ name: "six", detail: "ModuleNotFoundError: No module named 'x'" }] } },
      ["import-failed"],
    ],
    [
      "an import that objects is only worth knowing",
      { imports: { value: [{ name: "six", detail: "KeyError: 'DISPLAY'" }] } },
      [],
    ],
    [
      "conda's own trouble",
      {
        conda: {
          packages: ["numpy"],
          unreadable: [path("/c/conda-meta/x.json")],
          missing: [{ package: "numpy", files: 3, total: 9 }],
          registered: false,
          badPins: ["=="],
          vainPins: ["nunpy <2"],
        },
        condaHashes: { value: [{ package: "numpy", files: 1, shared: 0 }] },
      },
      [
        "conda-record-unreadable",
        "conda-files-missing",
        "conda-pinned-vain",
        "conda-pinned",
        "conda-files-altered",
      ],
    ],
  ])("%s", (_, vitals, found) => expect(codes(vitals)).toEqual(found));

  test.each<[string, Partial<Vitals>, string, string]>([
    [
      "a lock whose holder has ended",
      { deadLock: path("/home/me/app/.burrow/lock") },
      "lock-left",
      "burrow recover",
    ],
    [
      "an import that objects",
      { imports: { value: [{ name: "six", detail: "KeyError: 'DISPLAY'" }] } },
      "import-objects",
      "see what it asks for",
    ],
    [
      "a folder that this user may not read",
      { locked: { value: [path(`${PREFIX}/lib`)] } },
      "unreadable",
      `chmod -R u+rX ${PREFIX}/lib`,
    ],
    [
      "files that this user may not read",
      {
        records: {
          value: [
            {
              name: "six",
              info: path(`${PREFIX}/six.dist-info`),
              because: reason("unreadable-files", {
                ...{ name: "six", version: "1.0", what: "1 file", path: `${PREFIX}/six.py` },
              }),
            },
          ],
        },
      },
      "unreadable",
      `chmod -R u+rX ${PREFIX}/six.py`,
    ],
    [
      "a file that two packages of conda's have",
      { condaHashes: { value: [{ package: "left", files: 1, shared: 1 }] } },
      "conda-files-shared",
      "nothing: it works as long as both mean the same file",
    ],
    [
      "a prefix that conda does not know",
      { conda: { packages: [], unreadable: [], missing: [], registered: false, badPins: [], vainPins: [] } },
      "conda-unregistered",
      "conda config --append envs_dirs /home/me/app",
    ],
    [
      "a script that starts another place's Python",
      {
        scripts: {
          value: [
            {
              path: path(`${PREFIX}/bin/six`),
              state: "elsewhere",
              interpreter: "/opt/other/bin/python",
              owners: ["six"],
            },
          ],
        },
      },
      "script-elsewhere",
      "burrow repair /home/me/app/.venv",
    ],
  ])("%s is told with what to do", (_, vitals, code, action) => {
    const { findings } = examineEnvironment({ environment, vitals: { ...WELL, ...vitals } });
    expect(findings.map((one) => [one.code, one.action])).toContainEqual([code, action]);
  });

  test("P17 pip over conda's, and no OpenMP for both", () => {
    const mixed = ["numpy", "torch"].map((name) => ({
      ...environment.distributions[0]!,
      name,
      installer: "pip",
    }));
    const conda = { packages: ["numpy", "scipy"], unreadable: [], missing: [], badPins: [], vainPins: [] };
    expect(codes({ conda }, { distributions: mixed })).toEqual(["openmp-missing", "pip-in-conda"]);
  });

  test.each([
    "/home/me/Dropbox/app/.venv",
    "/home/me/OneDrive - Work/app/.venv",
    "/Users/me/Library/Mobile Documents/com~apple~CloudDocs/app/.venv",
    "/Users/me/Library/CloudStorage/Box-Box/app/.venv",
    "/home/me/Google Drive/app/.venv",
  ])("%s is synced", (prefix) =>
    expect(codes({}, { prefix: path(prefix), realPrefix: path(prefix) })).toEqual(["synced-folder"]),
  );

  test("a folder that is only named alike is not", () =>
    expect(codes({}, { prefix: path("/home/me/dropbox-clone/.venv") })).toEqual([]));
});

const HOST: HostVitals = { home: path("/home/me"), commands: {}, variables: {}, gone: [], unguarded: [] };

describe("the machine", () => {
  const found = (host: Partial<HostVitals>) =>
    examine<Host>(
      PREFIX,
      { subject: PREFIX, host: { ...HOST, ...host }, environment },
      HOST_CHECKS,
    ).findings.map(({ code }) => code);

  test.each<[string, Partial<HostVitals>, readonly string[]]>([
    ["nothing", {}, []],
    ["conda's locks", { variables: { CONDA_NO_LOCK: "1" } }, ["conda-locks-off"]],
    ["conda's locks, as they are", { variables: { CONDA_NO_LOCK: "0" } }, []],
    ["PYTHONHOME", { variables: { PYTHONHOME: "/x", PYTHONPATH: "" } }, ["python-variables"]],
    [
      "certificates that are gone",
      { gone: [{ name: "SSL_CERT_FILE", path: path("/x.pem") }] },
      ["certificates-missing"],
    ],
    ["no guard", { unguarded: [{ text: "pip.conf says so" }] }, ["unguarded"]],
    [
      "the active environment wins",
      {
        active: PREFIX,
        commands: { python: [{ path: path(`${PREFIX}/bin/python`), kind: "program" }] },
        pinned: { text: "3.12", file: path("/a/.python-version") },
      },
      [],
    ],
    [
      "a shim wins over it, and the pin differs",
      {
        active: PREFIX,
        commands: { python: [{ path: path("/root/.pyenv/shims/python"), kind: "shim" }] },
        shimVersion: "3.11",
        pinned: { text: "3.11", file: path("/a/.python-version") },
      },
      ["shadowed", "pin-drift"],
    ],
    [
      "a shim without a version",
      { commands: { python3: [{ path: path("/root/.pyenv/shims/python3"), kind: "shim" }] } },
      ["no-version-set"],
    ],
    [
      "a link to nothing comes first",
      { commands: { pip: [{ path: path("/usr/local/bin/pip"), kind: "broken" }] } },
      ["broken-winner"],
    ],
  ])("%s", (_, host, expected) => expect(found(host)).toEqual(expected));

  test("programs of one folder that are wrong for one reason are one finding", () => {
    const told = (host: Partial<HostVitals>) =>
      examine<Host>(
        PREFIX,
        { subject: PREFIX, host: { ...HOST, ...host }, environment },
        HOST_CHECKS,
      ).findings.map(({ because, evidence }) => [sentence(because), evidence.length]);
    const slots = (folder: string, kind: "shim" | "broken") =>
      Object.fromEntries(
        ["python", "python3", "pip"].map((name) => [name, [{ path: path(`${folder}/${name}`), kind }]]),
      );
    const commands = slots("/root/.pyenv/shims", "shim");
    expect(told({ commands })).toEqual([
      [
        "`python`, `python3` and `pip` are shims in /root/.pyenv/shims, and no version is set for them here",
        3,
      ],
    ]);
    expect(told({ commands, active: PREFIX })).toEqual([
      [`${PREFIX} is active, and \`python\`, \`python3\` and \`pip\` are those of /root/.pyenv/shims`, 3],
    ]);
    expect(told({ commands: slots("/opt/bin", "broken") })).toHaveLength(3);
  });
});

test("B10 D60 D61 D63 a report is as ill as the worst, and tells the gravest finding first", () => {
  const ill = (code: keyof typeof FINDINGS) =>
    examine(PREFIX, undefined, [
      {
        name: code,
        judge: () => ({
          findings: [finding(code, { subject: PREFIX, because: reason("pip-missing", {}), action: "x" })],
        }),
      },
    ]);
  const report = reportOf(
    "2024-01-01T00:00:00Z",
    [ill("pip-missing"), ill("disk-low"), ill("base-gone")],
    [],
  );
  expect(report.health).toBe("unhealthy");
  expect(report.findings.map(({ severity }) => severity)).toEqual(["critical", "warning", "info"]);
  expect(report.environments.map(({ health }) => health)).toEqual(["healthy", "degraded", "unhealthy"]);
});

test("of what was installed into a generation, a conda package is there without being a distribution", () => {
  const pin = (name: string) => ({ name, version: "1.0", hashes: [] });
  const generation = { name: "forge", number: 1, folder: PREFIX, recorded: [pin("six"), pin("tz")] };
  const tz = { build: "0", buildNumber: 0, subdir: "noarch", channel: "", depends: [], constrains: [] };
  const rest = { requested: [], record: path(`${PREFIX}/conda-meta/tz-1.0-0.json`), problems: [] };
  expect(codes({}, { generation, packages: [{ name: "tz", version: "1.0", ...tz, ...rest }] })).toEqual([]);
  expect(codes({}, { generation })).toEqual(["recorded-missing"]);
});

test("names of checks are told apart", () => {
  const names = [...CHECKS, ...HOST_CHECKS].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
