import type { CondaPackage } from "../../src/model/distribution.ts";
import type { Environment } from "../../src/model/environment.ts";
import type { CondaGoal, Goal, GoalRequirement } from "../../src/model/goal.ts";
import { absolute, join } from "../../src/model/path.ts";
import type { Pin } from "../../src/model/pin.ts";
import type { Plan } from "../../src/model/plan.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/model/policy.ts";
import { reason } from "../../src/model/reason.ts";
import type { Answer, CondaQuestion, Resolution } from "../../src/model/resolve.ts";
import type { CandidateOrigin, Site, Survey, Tenant } from "../../src/model/survey.ts";
import { decide } from "../../src/plan/decide.ts";
import { goal, machine, ROOT, venv } from "./kit.ts";

/** `numpy 1.26.4 py312_0 needs python >=3.12,<3.13.0a0; openssl | openssl >=3`: a package, what it needs, and behind `|` what it forbids. */
export function condaPackage(text: string, more: Partial<CondaPackage> = {}): CondaPackage {
  const [rest = "", forbids = ""] = text.split(" | ");
  const [head = "", needs = ""] = rest.split(" needs ");
  const [name = "", version = "", build = "0"] = head.split(" ");
  const list = (texts: string): readonly string[] => (texts === "" ? [] : texts.split("; "));
  return {
    name,
    version,
    build,
    buildNumber: 0,
    subdir: "linux-64",
    channel: "https://channels.example/main",
    depends: list(needs),
    constrains: list(forbids),
    requested: [],
    record: absolute(`/p/conda-meta/${name}.json`),
    problems: [],
    ...more,
  };
}

export function prefix(
  path: string,
  holds: readonly (string | CondaPackage)[],
  more: Partial<Environment> = {},
): Environment {
  const packages = holds.map((one) => (typeof one === "string" ? condaPackage(one) : one));
  const python = packages.find(({ name }) => name === "python")?.version;
  const { base: _base, ...plain } = venv(path, python ?? "3.12.4");
  return { ...plain, kind: "conda", packages, ...more };
}

export function wants(spec: string, line: number, more: Partial<GoalRequirement> = {}): GoalRequirement {
  const [name = ""] = /^[\w.-]+/u.exec(spec) ?? [];
  return {
    kind: "conda",
    name,
    specifier: "",
    extras: [],
    hashes: [],
    matchSpec: spec,
    text: spec,
    origin: { file: join(ROOT, "environment.yml"), line },
    ...more,
  };
}

export function condaGoal(
  specs: readonly (string | GoalRequirement)[],
  conda: Partial<CondaGoal> = {},
  more: Partial<Goal> = {},
): Goal {
  const requirements = specs.map((one, index) => (typeof one === "string" ? wants(one, index + 4) : one));
  return goal(requirements, {
    backend: "conda",
    conda: { name: "app", channels: ["main"], variables: {}, ...conda },
    manifests: [join(ROOT, "environment.yml")],
    ...more,
  });
}

export function archive(text: string): Pin {
  const { name, version, build, subdir, channel, depends, constrains } = condaPackage(text);
  const url = `${channel}/${subdir}/${name}-${version}-${build}.conda`;
  return {
    name,
    version,
    hashes: [`sha256:${"ab".repeat(32)}`],
    url,
    conda: { build, subdir, channel, depends, constrains },
  };
}

export const solved = (...texts: readonly string[]): Resolution => ({
  kind: "resolved",
  removed: [],
  pins: texts.map(archive),
});

/** A conda engine in a table. */
export type Solver = (question: CondaQuestion) => Resolution;

const nobody: Solver = ({ key }) => {
  throw new Error(`no engine was to be asked: ${key}`);
};

export function planFor(
  reached: readonly (readonly [CandidateOrigin, Environment])[],
  wanted: Goal,
  {
    policy = {},
    solver = nobody,
    site = {},
    gutted = [],
    tenants = [],
  }: {
    policy?: Partial<Policy>;
    solver?: Solver;
    site?: Partial<Site>;
    gutted?: readonly string[];
    tenants?: readonly Tenant[];
  } = {},
): Plan {
  const survey: Survey = {
    ...machine(reached, { site: { link: join(ROOT, ".burrow/envs/app"), name: "app", ...site } }),
    tenants,
  };
  const answers: Record<string, Answer> = {};
  for (let turn = 0; turn < 20; turn += 1) {
    const decision = decide(survey, wanted, { ...DEFAULT_POLICY, ...policy }, answers);
    if (decision.kind === "plan") return decision.plan;
    const { question } = decision;
    if (question.kind === "resolve") throw new Error(`pip's engine was asked: ${question.key}`);
    answers[question.key] =
      question.kind === "resolve-conda"
        ? solver(question)
        : question.kind === "records"
          ? {
              kind: "records",
              problems: Object.fromEntries(
                [...(question.packages ?? []), ...question.names]
                  .filter((name) => gutted.includes(name))
                  .map((name) => [
                    name,
                    reason("files-missing", { missing: 1, total: 2, name, version: "1" }),
                  ]),
              ),
            }
          : question.kind === "sources"
            ? { kind: "sources", offers: [] }
            : { kind: "interpreters", interpreters: [] };
  }
  throw new Error("the planner keeps asking");
}

export const PYTHON = "python 3.12.4 h1 needs openssl >=3.3,<4.0a0; __glibc >=2.17";
export const OPENSSL = "openssl 3.3.1 h2";
export const NUMPY = "numpy 1.26.4 py312_0 needs python >=3.12,<3.13.0a0";
export const HOME = "/conda/envs/data";
