import type { Plan } from "../../src/model/plan.ts";
import { reason } from "../../src/model/reason.ts";
import { candidate, conflict, goal, path, plan, ROOT } from "./kit.ts";

const generation = path(`${ROOT}/.burrow/generations/default/1`);
const pins = [
  { name: "certifi", version: "2024.8.30", hashes: ["sha256:00"], bytes: 167_000 },
  { name: "urllib3", version: "2.2.3", hashes: ["sha256:01"], bytes: 126_000 },
];

/** A tool in somebody's project whose environment must not break. */
export const isolated: Plan = plan({
  goal: goal(["certifi", "requests>=2.31", "urllib3>=2.2"]),
  action: "create",
  because: reason("none-fits", { what: "2 candidates" }),
  environment: {
    prefix: path(`${ROOT}/.venv`),
    generation,
    origins: ["own"],
    kind: "venv",
    version: "3.12.4",
    executable: path(`${ROOT}/.venv/bin/python`),
  },
  python: {
    executable: path("/home/me/.pyenv/versions/3.12.4/bin/python3.12"),
    version: "3.12.4",
    because: reason("interpreter-newest", { specifier: ">=3.10" }),
  },
  engine: "uv",
  steps: [
    { kind: "ignore", root: ROOT, lines: [".venv", ".burrow/"], why: reason("step-ignore", {}) },
    {
      kind: "create-environment",
      prefix: generation,
      python: path("/home/me/.pyenv/versions/3.12.4/bin/python3.12"),
      prompt: "shop",
      why: reason("step-create", { path: `${ROOT}/.venv`, version: "3.12.4", source: "pyenv" }),
    },
    { kind: "install", prefix: generation, pins, why: reason("step-install", { what: "2 distributions" }) },
    {
      kind: "verify",
      prefix: generation,
      expected: pins.map(({ name, version }) => ({ name, version })),
      imports: ["urllib3"],
      onImportFailure: "warn",
      why: reason("step-verify", {}),
    },
    {
      kind: "link",
      path: path(`${ROOT}/.venv`),
      target: generation,
      why: reason("step-link", { path: `${ROOT}/.venv`, number: 1 }),
    },
  ],
  changes: [
    { name: "certifi", to: "2024.8.30" },
    { name: "urllib3", to: "2.2.3" },
  ],
  pins,
  candidates: [
    candidate("/home/me/code/.venv", {
      origins: ["enclosing"],
      because: reason("would-break", { name: "botocore" }),
      project: path("/home/me/code/canvas"),
      conflicts: [conflict("urllib3>=2.2", "1.26.18")],
      breaks: [{ name: "botocore", version: "1.34.0", needs: "urllib3<2.1" }],
    }),
    candidate("/usr/bin/python3.11", {
      origins: ["interpreter"],
      because: reason("externally-managed", {}),
    }),
  ],
  verdicts: [
    {
      rule: "breaks",
      subject: path("/home/me/code/.venv"),
      outcome: "reject",
      because: reason("would-break", { name: "botocore" }),
    },
    {
      rule: "externally-managed",
      subject: path("/usr/bin/python3.11"),
      outcome: "reject",
      because: reason("externally-managed", {}),
    },
  ],
});

const prefix = path("/home/me/code/.venv");
const shared = {
  prefix,
  origins: ["active", "enclosing"],
  kind: "venv",
  version: "3.9.2",
  executable: path("/home/me/code/.venv/bin/python"),
} as const;

/** Only something is missing. */
export const extended: Plan = plan({
  goal: goal(["pytest>=8.4.0", "watchdog>=6.0.0", "psutil>=6.1.1"]),
  action: "extend",
  because: reason("only-missing", { what: "2 distributions" }),
  environment: shared,
  engine: "uv",
  missing: ["watchdog>=6.0.0", "psutil>=6.1.1"],
  steps: [{ kind: "install", prefix, pins, why: reason("step-install", { what: "2 distributions" }) }],
  changes: [
    { name: "psutil", to: "7.1.0" },
    { name: "watchdog", to: "6.0.0" },
  ],
  candidates: [
    candidate(prefix, {
      origins: ["active", "enclosing"],
      action: "extend",
      because: reason("only-missing", { what: "2 distributions" }),
      project: path("/home/me/code"),
      missing: ["watchdog>=6.0.0", "psutil>=6.1.1"],
    }),
  ],
  saves: { bytes: 118_200_000 },
  warnings: [reason("pre-release", { name: "rich", version: "14.0b1" })],
});

/** A minor conflict is upgraded away. */
export const upgraded: Plan = plan({
  goal: goal(["psutil>=6.1.1"]),
  action: "upgrade",
  because: reason("minor-upgrade", { name: "psutil", installed: "5.9.8", version: "7.1.0" }),
  environment: shared,
  engine: "uv",
  conflicts: [conflict("psutil>=6.1.1", "5.9.8", "minor")],
  changes: [
    { name: "psutil", from: "5.9.8", to: "7.1.0" },
    { name: "six", from: "1.16.0" },
  ],
  candidates: [
    candidate(prefix, {
      origins: ["enclosing"],
      action: "upgrade",
      because: reason("severity-upgradeable", { name: "psutil" }),
    }),
  ],
});

const { environment: _chosen, ...nothing } = plan();

/** A name that is on no index. */
export const refused: Plan = {
  ...nothing,
  goal: goal(["requests>=2.31", "requets>=2"]),
  action: "refuse",
  because: reason("impossible-name", { requirement: "requets>=2" }),
  candidates: [],
};
