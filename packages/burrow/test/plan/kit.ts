import { decide } from "../../src/plan/decide.ts";
import type { BuiltWheel } from "../../src/model/built.ts";
import type { Distribution } from "../../src/model/distribution.ts";
import type { Environment } from "../../src/model/environment.ts";
import type { Goal, GoalRequirement } from "../../src/model/goal.ts";
import type { Interpreter } from "../../src/model/interpreter.ts";
import { absolute, join } from "../../src/model/path.ts";
import type { Plan } from "../../src/model/plan.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/model/policy.ts";
import { sentence } from "../../src/model/reason.ts";
import type { Answer, ResolveQuestion, Resolution } from "../../src/model/resolve.ts";
import type { CandidateOrigin, Reach, Site, Survey } from "../../src/model/survey.ts";

export const ROOT = absolute("/home/me/app");
const LINUX = { os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "2.36" } } as const;

/** `botocore 1.34.0 needs urllib3<2.1, jmespath`: a distribution as a test writes it. */
export function distribution(text: string, location: string, more: Partial<Distribution> = {}): Distribution {
  const [head = "", needs = ""] = text.split(" needs ");
  const [name = "", version = ""] = head.split(" ");
  const folder = absolute(location);
  return {
    name,
    displayName: name,
    version,
    location: folder,
    info: join(folder, `${name}-${version}.dist-info`),
    format: "dist-info",
    requires: needs === "" ? [] : needs.split(", "),
    extras: [],
    requested: false,
    inherited: false,
    problems: [],
    ...more,
  };
}

/** A healthy venv with the given distributions. */
export function venv(
  prefix: string,
  python: string,
  holds: readonly string[] = [],
  more: Partial<Environment> = {},
): Environment {
  const folder = absolute(prefix);
  const minor = python.split(".").slice(0, 2).join(".");
  const sitePackages = join(folder, "lib", `python${minor}`, "site-packages");
  return {
    prefix: folder,
    realPrefix: folder,
    aliases: [],
    kind: "venv",
    executable: join(folder, "bin", "python"),
    version: python,
    implementation: "cpython",
    platform: LINUX,
    base: { prefix: absolute("/usr"), executable: absolute(`/usr/bin/python${minor}`) },
    layers: [{ sitePackages, inherited: false }],
    distributions: holds.map((text) => distribution(text, sitePackages)),
    writable: true,
    external: false,
    facts: [{ path: folder, was: "folder:1:1" }],
    ...more,
  };
}

export function interpreter(
  executable: string,
  version: string,
  more: Partial<Interpreter> = {},
): Interpreter {
  const path = absolute(executable);
  return {
    executable: path,
    realPath: path,
    aliases: [],
    prefix: absolute("/usr"),
    implementation: "cpython",
    version,
    freeThreaded: false,
    platform: LINUX,
    source: "path",
    managed: false,
    evidence: "read",
    ...more,
  };
}

/** `requests[socks]>=2.31 ; python_version>"3"`: a requirement as a file writes it, on the line of its place in the list. */
export function asks(text: string, line: number, more: Partial<GoalRequirement> = {}): GoalRequirement {
  const [head = "", marker] = text.split(" ; ");
  const parts =
    /^(?<name>[A-Za-z0-9._-]+)(?:\[(?<extras>[^\]]*)\])?\s*(?<specifier>.*)$/u.exec(head)?.groups ?? {};
  return {
    kind: "pypi",
    name: (parts["name"] ?? "").toLowerCase(),
    specifier: parts["specifier"] ?? "",
    extras: parts["extras"] === undefined ? [] : parts["extras"].split(","),
    hashes: [],
    text: head,
    origin: { file: join(ROOT, "requirements.txt"), line },
    ...(marker !== undefined && { marker }),
    ...more,
  };
}

export function goal(requirements: readonly (string | GoalRequirement)[], more: Partial<Goal> = {}): Goal {
  return {
    schema: 1,
    root: ROOT,
    name: "app",
    python: { specifier: "" },
    backend: "venv",
    requirements: requirements.map((one, index) => (typeof one === "string" ? asks(one, index + 1) : one)),
    constraints: [],
    options: [],
    groups: [],
    extras: [],
    manifests: [join(ROOT, "requirements.txt")],
    problems: [],
    warnings: [],
    facts: [],
    ...more,
  };
}

/** A machine as the planner sees it: environments by how they were reached. */
export function machine(
  reached: readonly (readonly [CandidateOrigin, Environment] | Reach)[],
  more: { readonly interpreters?: readonly Interpreter[]; readonly site?: Partial<Site> } = {},
): Survey {
  const environments = new Map<string, Environment>();
  const reaches = reached.map((one): Reach => {
    if (!("0" in one)) return one;
    const [origin, environment] = one;
    environments.set(environment.realPrefix, environment);
    return { origin, path: environment.prefix, realPrefix: environment.realPrefix };
  });
  return {
    schema: 1,
    id: "survey",
    takenAt: "2026-01-01T00:00:00Z",
    platform: LINUX,
    interpreters: more.interpreters ?? [
      interpreter("/usr/bin/python3.12", "3.12.4"),
      interpreter("/usr/bin/python3.11", "3.11.9"),
    ],
    environments: [...environments.values()],
    reaches,
    site: {
      root: ROOT,
      link: join(ROOT, ".venv"),
      occupant: "nothing",
      name: "default",
      generations: [],
      unfinished: false,
      writable: true,
      git: true,
      ignored: false,
      isHome: false,
      facts: [],
      ...more.site,
    },
    warnings: [],
  };
}

/** An engine in a table: `name==version` pins by mode of the question, or another resolution. */
export type Oracle = (question: ResolveQuestion) => Resolution;

export function pins(...texts: readonly string[]): Resolution {
  return {
    kind: "resolved",
    removed: [],
    pins: texts.map((text) => {
      const [name = "", version = ""] = text.split("==");
      return { name, version, hashes: [`sha256:${"0".repeat(64)}`] };
    }),
  };
}

const nobody: Oracle = ({ key }) => {
  throw new Error(`no engine was to be asked: ${key}`);
};

/** Runs the planner to its plan; every distribution is whole unless `gutted` names it. */
export function planFor(
  survey: Survey,
  wanted: Goal,
  {
    policy = {},
    engine = nobody,
    gutted = [],
    wheels = [],
  }: {
    policy?: Partial<Policy>;
    engine?: Oracle;
    gutted?: readonly string[];
    wheels?: readonly BuiltWheel[];
  } = {},
): Plan & { readonly questions: readonly string[] } {
  const answers: Record<string, Answer> = {};
  const questions: string[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    const decision = decide(survey, wanted, { ...DEFAULT_POLICY, engine: "uv", ...policy }, answers);
    if (decision.kind === "plan") return { ...decision.plan, questions };
    const { question } = decision;
    if (question.kind === "resolve") questions.push(question.key);
    answers[question.key] =
      question.kind === "resolve"
        ? engine(question)
        : question.kind === "records"
          ? {
              kind: "records",
              problems: Object.fromEntries(
                gutted.map((name) => [
                  name,
                  { code: "files-missing", params: { name, version: "1", missing: 3, total: 9 } },
                ]),
              ),
            }
          : question.kind === "built"
            ? { kind: "built", folder: absolute("/home/me/.cache/burrow/built"), wheels }
            : question.kind === "sources"
              ? { kind: "sources", offers: [] }
              : { kind: "interpreters", interpreters: [] };
  }
  throw new Error("the planner keeps asking");
}

/** A plan in a few lines, for goldens. */
export function told(plan: Plan): string {
  const { action, environment, because, candidates, steps, changes, warnings } = plan;
  const lines = [
    `${action}${environment === undefined ? "" : ` ${environment.prefix}`}: ${sentence(because)}`,
  ];
  for (const { prefix, origins, action: outcome, because: why, missing, conflicts, breaks } of candidates) {
    lines.push(`  ${outcome} ${prefix} (${origins.join(", ")}): ${sentence(why)}`);
    if (missing.length > 0) lines.push(`    missing ${missing.join(", ")}`);
    for (const { requirement, installed, severity } of conflicts)
      lines.push(`    ${severity} ${requirement}, there is ${installed}`);
    for (const { name, version, needs } of breaks)
      lines.push(`    breaks ${name} ${version}, which needs ${needs}`);
  }
  if (steps.length > 0) lines.push(`  ${steps.map(({ kind }) => kind).join(" → ")}`);
  for (const { name, from, to } of changes)
    lines.push(
      `  ${from === undefined ? "+" : to === undefined ? "-" : "~"} ${name} ${[from, to].filter(Boolean).join(" → ")}`,
    );
  for (const warning of warnings) lines.push(`  ! ${sentence(warning)}`);
  return lines.join("\n");
}
