import { absolute, type AbsolutePath, join } from "../../../src/model/path.ts";
import type { Pin } from "../../../src/model/pin.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { reason } from "../../../src/model/reason.ts";
import type { Step } from "../../../src/model/step.ts";
import { planJson } from "../../../src/protocol/documents.ts";

const why = reason("step-verify", {});

/** What a change of packages is. */
export interface PackageChange {
  readonly pins: readonly Pin[];
  readonly removed?: readonly string[];
  readonly specs: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly scripts?: boolean;
}

/** A saved plan that builds generation `number` of the environment `shop` of a project, as `up FILE` reads it. */
export function generationPlan(root: string, number: number, change: PackageChange): string {
  const prefix = join(absolute(root), ".burrow/generations/shop", String(number));
  return planText(root, [
    ...changing(prefix, change, true),
    { kind: "link", path: join(absolute(root), ".burrow/envs/shop"), target: prefix, why },
  ]);
}

/** A saved plan that changes a prefix in place. */
export function inPlacePlan(root: string, prefix: string, change: PackageChange): string {
  const at = absolute(prefix);
  const { pins, removed = [] } = change;
  return planText(root, [
    ...(pins.length === 0 ? [] : [{ kind: "fetch-packages", prefix: at, pins, why } as const]),
    { kind: "preserve", prefix: at, changing: [...pins.map(({ name }) => name), ...removed].toSorted(), why },
    ...changing(at, change, false),
  ]);
}

function changing(
  prefix: AbsolutePath,
  { pins, removed = [], specs, variables = {}, scripts = false }: PackageChange,
  create: boolean,
): readonly Step[] {
  const expected = pins.map(({ name, version }) => ({ name, version }));
  return [
    { kind: "change-packages", prefix, create, pins, removed, specs, variables, scripts, why },
    { kind: "verify", prefix, expected, imports: [], onImportFailure: "off", why },
  ];
}

function planText(root: string, steps: readonly Step[]): string {
  const plan: Plan = {
    schema: 1,
    id: "plan-of-a-test",
    survey: "none",
    action: "create",
    because: reason("none-found", {}),
    backend: "conda",
    engine: "py-rattler",
    goal: {
      schema: 1,
      root: absolute(root),
      name: "shop",
      python: { specifier: "" },
      backend: "conda",
      conda: { name: "shop", channels: [], variables: {} },
      requirements: [],
      constraints: [],
      options: [],
      groups: [],
      extras: [],
      manifests: [],
      problems: [],
      warnings: [],
      facts: [],
    },
    steps,
    changes: [],
    missing: [],
    conflicts: [],
    breaks: [],
    candidates: [],
    verdicts: [],
    warnings: [],
    pins: [],
    facts: [],
  };
  return JSON.stringify(planJson(plan));
}
