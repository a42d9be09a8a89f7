import type { Environment } from "../../model/environment.ts";
import type { Pin } from "../../model/pin.ts";
import { reason, type Reason } from "../../model/reason.ts";
import { isAsked, readAskedPython } from "../asked-python.ts";
import { forbiddenBuild } from "../builds.ts";
import type { Blueprint, NoBlueprint } from "../blueprint.ts";
import { dropped } from "../by-hand.ts";
import { unbuildable } from "./conda-exact.ts";
import { failureReason } from "../hopeless.ts";
import { ask, type Asking, type Scene } from "../scene.ts";
import type { Variant } from "../variant.ts";
import { clashUpon } from "./on-top.ts";
import { condaFreshQuestion } from "./questions.ts";

/** Finds what to build of conda's packages: what a fresh lock says, else what the engine finds for the variants in turn. `before` is the environment that is replaced. */
export function condaBlueprint(
  scene: Scene,
  before: Environment | undefined,
  variants: readonly Variant[],
): Blueprint | NoBlueprint | Asking {
  const { goal } = scene;
  const forbidden =
    goal.exact === undefined
      ? forbiddenBuild(scene, ({ marker }) => marker === undefined)
      : unbuildable(goal);
  if (forbidden !== undefined) return { kind: "none", because: forbidden, verdicts: [] };
  const locked = goal.conda?.locked?.filter(({ conda }) => conda !== undefined);
  if (locked !== undefined) {
    const because = unasked(scene, locked);
    if (because !== undefined) return { kind: "none", because, verdicts: [] };
    return blueprintOf(scene, before, locked, variants.at(-1));
  }
  let failure: Reason | undefined;
  for (const variant of variants) {
    const answer = ask(scene, condaFreshQuestion(goal, variant, before));
    if (answer.kind === "ask") return answer;
    if (answer.kind === "resolved") {
      const clash = clashUpon(scene, answer.pins, variant.name);
      if (clash === undefined) return blueprintOf(scene, before, answer.pins, variant);
      if ("kind" in clash) return clash;
      failure = clash;
      continue;
    }
    failure = failureReason(answer, goal);
    if (answer.kind === "unreachable") break;
  }
  return { kind: "none", because: failure ?? reason("conflict-unnamed", {}), verdicts: [] };
}

/** Why a lock's Python is not the one that was asked for; undefined when it is, or none was. */
function unasked({ goal, reader }: Scene, locked: readonly Pin[]): Reason | undefined {
  const { asked } = goal.python;
  const version = locked.find(({ name }) => name === "python")?.version;
  if (asked === undefined || version === undefined || goal.lock === undefined) return undefined;
  const wanted = readAskedPython(asked.text, reader);
  const found = { version, implementation: "cpython", freeThreaded: false, paths: [] };
  return wanted === undefined || isAsked(wanted, found, reader)
    ? undefined
    : reason("locked-python", { path: goal.lock, version, asked: asked.text });
}

/** What pip installed by hand was installed for a minor version of Python: with another it may not be had again, and is dropped. */
function blueprintOf(
  { goal }: Scene,
  before: Environment | undefined,
  pins: readonly Pin[],
  { byHand = [], onTop = [], warnings = [] }: Partial<Variant> = {},
): Blueprint {
  const python = pins.find(({ name }) => name === "python")?.version;
  const lost = minorOf(python) === minorOf(before?.version) ? [] : onTop;
  const gone = new Set(lost.map(({ name }) => name));
  return {
    kind: "blueprint",
    pins,
    options: goal.options,
    byHand: byHand.filter((name) => !gone.has(name)),
    also: lost.length > 0 ? [] : onTop.map(({ name, version }) => `${name}==${version}`),
    verdicts: [],
    warnings: [...warnings.filter(({ params }) => !gone.has(String(params["name"]))), ...dropped(lost)],
  };
}

function minorOf(version: string | undefined): string | undefined {
  return version?.split(".").slice(0, 2).join(".");
}
