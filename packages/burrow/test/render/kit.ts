import type { Goal, GoalRequirement } from "../../src/model/goal.ts";
import { absolute, type AbsolutePath } from "../../src/model/path.ts";
import type { CandidateSummary, Conflict, Plan } from "../../src/model/plan.ts";
import { reason } from "../../src/model/reason.ts";
import type { Look } from "../../src/render/look.ts";

/** A path of the invented machine. */
export const path = (text: string): AbsolutePath => absolute(text);

/** Where the invented project lives. */
export const ROOT = path("/home/me/code/shop");

/** A terminal of 80 columns without colours, in the project's folder. */
export const TERMINAL: Look = {
  width: 80,
  cut: true,
  unicode: true,
  colour: false,
  verbose: false,
  here: ROOT,
  home: path("/home/me"),
};

/** Lines as one text, for a snapshot. */
export const shown = (lines: readonly string[]): string => `\n${lines.join("\n")}\n`;

/** A requirement of the invented project, from a line of its requirements.txt. */
export function asks(text: string, line: number): GoalRequirement {
  const [, name = "", specifier = ""] = /^([A-Za-z0-9._-]+)(.*)$/u.exec(text) ?? [];
  return {
    kind: "pypi",
    name: name.toLowerCase(),
    specifier,
    extras: [],
    hashes: [],
    text,
    origin: { file: path(`${ROOT}/requirements.txt`), line, column: 1 },
  };
}

/** What the invented project asks for. */
export function goal(requirements: readonly string[], differs: Partial<Goal> = {}): Goal {
  return {
    schema: 1,
    root: ROOT,
    name: "shop",
    python: { specifier: ">=3.10", origin: { file: path(`${ROOT}/pyproject.toml`), line: 4, column: 19 } },
    backend: "venv",
    requirements: requirements.map((text, index) => asks(text, index + 1)),
    constraints: [],
    options: [],
    groups: [],
    extras: [],
    manifests: [path(`${ROOT}/requirements.txt`)],
    problems: [],
    warnings: [],
    facts: [],
    ...differs,
  };
}

/** A candidate that was rejected for nothing in particular. */
export function candidate(prefix: string, differs: Partial<CandidateSummary> = {}): CandidateSummary {
  return {
    prefix: path(prefix),
    origins: ["own"],
    action: "reject",
    because: reason("conflict-unnamed", {}),
    missing: [],
    conflicts: [],
    breaks: [],
    ...differs,
  };
}

/** A conflict of the invented project. */
export function conflict(
  requirement: string,
  installed: string,
  severity: "minor" | "major" = "major",
): Conflict {
  const name = (/^[A-Za-z0-9._-]+/u.exec(requirement)?.[0] ?? "").toLowerCase();
  return {
    requirement,
    name,
    installed,
    severity,
    because:
      severity === "major" ? reason("severity-breaking", { name }) : reason("severity-upgradeable", { name }),
  };
}

/** A plan that reuses the project's own environment. */
export function plan(differs: Partial<Plan> = {}): Plan {
  return {
    schema: 1,
    id: "plan-1",
    goal: goal(["requests>=2.31", "pytest>=8.4.0"]),
    survey: "survey-1",
    action: "reuse",
    environment: {
      prefix: path(`${ROOT}/.venv`),
      origins: ["own"],
      kind: "venv",
      version: "3.12.4",
      executable: path(`${ROOT}/.venv/bin/python`),
    },
    because: reason("satisfied", { what: "all 2 requirements" }),
    backend: "venv",
    steps: [],
    changes: [],
    missing: [],
    conflicts: [],
    breaks: [],
    candidates: [
      candidate(`${ROOT}/.venv`, {
        action: "reuse",
        because: reason("satisfied", { what: "all 2 requirements" }),
      }),
    ],
    verdicts: [],
    warnings: [],
    pins: [],
    facts: [],
    ...differs,
  };
}
