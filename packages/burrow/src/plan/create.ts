import type { Environment } from "../model/environment.ts";
import type { ExactContent } from "../model/goal.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import { reason, type Reason, sentence } from "../model/reason.ts";
import type { Verdict } from "../model/verdict.ts";
import type { GoalOption, GoalRequirement } from "../model/goal.ts";
import type { Blueprint, NoBlueprint, PythonFirst, SourcesFirst } from "./blueprint.ts";
import { forbiddenBuild } from "./builds.ts";
import { isAsked, readAskedPython } from "./asked-python.ts";
import { bestOfEachMinor, chooseInterpreter } from "./choose-interpreter.ts";
import { condaBlueprint } from "./conda/conda-blueprint.ts";
import { exactPins } from "./exact.ts";
import { failureReason, isWithoutWheel } from "./hopeless.ts";
import { freshQuestion, resolvable } from "./questions.ts";
import { builtPins, type ToBuild, unbuilt, unbuiltName, withBuilt } from "./sources.ts";
import { ask, type Asking, type Scene } from "./scene.ts";
import type { Variant } from "./variant.ts";

/** How many minor versions are tried when a needed wheel does not exist: the best, and at most two older ones. */
const MINORS_TRIED = 3;

/**
 * Finds what to build: an interpreter, and the pins that resolve for it, tried in the ways that the variants say.
 * `before` is the environment that is replaced: its minor version of Python is preferred.
 */
export function blueprint(
  scene: Scene,
  before: Environment | undefined,
  variants: readonly Variant[],
): Blueprint | PythonFirst | SourcesFirst | NoBlueprint | Asking {
  if (scene.goal.backend === "conda") return condaBlueprint(scene, before, variants);
  const looked = scene.survey.interpreters ?? askInterpreters(scene);
  if ("kind" in looked) return looked;
  const { eligible, verdicts, because, unfit } = chooseInterpreter(looked, scene, {
    ...(before?.version !== undefined && { version: before.version }),
    ...(scene.goal.exact?.python && { executable: scene.goal.exact.python }),
  });
  if (eligible.length === 0) {
    // Before there is an interpreter, a marker says nothing.
    const needed = forbiddenBuild(scene, ({ marker }) => marker === undefined);
    return needed === undefined
      ? provide(scene, verdicts, unfit)
      : { kind: "none", because: needed, verdicts };
  }
  const tried = bestOfEachMinor(eligible, scene.reader.release).slice(
    0,
    scene.goal.python.asked === undefined ? MINORS_TRIED : 1,
  );
  let failure: Reason | undefined;
  for (const python of tried) {
    const outcome = outcomeOn(python, scene, before, variants, python === tried[0]);
    if (outcome.kind === "ask") return outcome;
    if (outcome.kind === "build")
      return {
        kind: "sources-first",
        python,
        pythonBecause: because,
        toBuild: outcome.toBuild,
        verdicts,
      };
    if (outcome.kind === "pins") {
      const skipped =
        python === tried[0] ? [] : [reason("interpreter-older", { version: tried[0]?.version ?? "" })];
      return {
        kind: "blueprint",
        base: { python, because: skipped[0] ?? because },
        pins: outcome.pins,
        options: outcome.options,
        byHand: outcome.byHand,
        verdicts,
        warnings: [
          ...(isUndeclared(scene) && outcome.pins.length === 0 ? [reason("nothing-declared", {})] : []),
          ...skipped,
          ...outcome.warnings,
        ],
      };
    }
    failure ??= outcome.because;
    if (!outcome.tryOlder) break;
  }
  return { kind: "none", because: failure ?? reason("conflict-unnamed", {}), verdicts };
}

/** With no interpreter that serves, the newest that a source offers and the goal accepts; `unfit` is why one of that version does not. */
function provide(
  scene: Scene,
  verdicts: readonly Verdict[],
  unfit: Reason | undefined,
): PythonFirst | NoBlueprint | Asking {
  const { goal, reader } = scene;
  const { specifier, asked } = goal.python;
  const answer = ask(scene, { kind: "sources", key: "sources" });
  if (answer.kind === "ask") return answer;
  const wanted = asked && readAskedPython(asked.text, reader);
  const fitting = answer.offers
    .filter(({ version, implementation, freeThreaded }) => {
      if (!reader.contains(specifier, version) || freeThreaded !== (wanted?.freeThreaded ?? false))
        return false;
      if (wanted === undefined) return implementation === "cpython" && !reader.isPreRelease(version);
      return isAsked(wanted, { version, implementation, freeThreaded, paths: [] }, reader);
    })
    .toSorted((a, b) => reader.compare(b.version, a.version));
  const [offer] = fitting;
  if (offer !== undefined) return { kind: "python-first", offer, verdicts };
  const named = asked?.text ?? (specifier || "any version");
  return {
    kind: "none",
    because:
      unfit === undefined
        ? reason("no-interpreter", { specifier: named })
        : reason("interpreter-unfit", { specifier: named, why: sentence(unfit) }),
    verdicts,
  };
}

function askInterpreters(scene: Scene): readonly Interpreter[] | Asking {
  const answer = ask(scene, { kind: "interpreters", key: "interpreters" });
  return answer.kind === "ask" ? answer : answer.interpreters;
}

/** Without files of a project the environment is a venv all the same (C65), and nothing tells what goes into it. */
function isUndeclared({ goal: { manifests, requirements, exact }, policy }: Scene): boolean {
  return manifests.length + requirements.length === 0 && exact === undefined && policy.repair === undefined;
}

type Outcome =
  | Asking
  | ({
      readonly kind: "pins";
      readonly pins: readonly Pin[];
      readonly options: readonly GoalOption[];
    } & Pick<Variant, "byHand" | "warnings">)
  | { readonly kind: "build"; readonly toBuild: readonly ToBuild[] }
  | { readonly kind: "failed"; readonly because: Reason; readonly tryOlder: boolean };

/** Recorded content has one way, and belongs to one minor version of Python. */
function exactFor(executable: AbsolutePath, { byHand }: ExactContent, scene: Scene): Outcome {
  const answer = exactPins(executable, resolvable(scene), scene);
  if (answer.kind === "ask") return answer;
  if (answer.kind === "resolved")
    return { kind: "pins", pins: answer.pins, options: scene.goal.options, byHand, warnings: [] };
  return { kind: "failed", because: failureReason(answer, scene.goal), tryOlder: false };
}

/** What comes of one interpreter: refused for what may not be built, what has to be built first, or what resolves. */
function outcomeOn(
  python: Interpreter,
  plain: Scene,
  before: Environment | undefined,
  variants: readonly Variant[],
  isFirst: boolean,
): Outcome {
  const scene = withBuilt(plain, python, before);
  if ("kind" in scene) return scene;
  const isNeeded = ({ marker }: GoalRequirement) => scene.reader.applies(marker, python, []);
  const forbidden = forbiddenBuild(scene, isNeeded);
  if (forbidden !== undefined) return { kind: "failed", because: forbidden, tryOlder: false };
  const toBuild = unbuilt(scene, isNeeded);
  return toBuild.length > 0 ? { kind: "build", toBuild } : resolveFor(python, scene, variants, isFirst);
}

/** Tries the variants in turn: everything kept, only what was added by hand kept, the goal alone. */
function resolveFor(
  { executable }: Interpreter,
  scene: Scene,
  variants: readonly Variant[],
  isFirst: boolean,
): Outcome {
  const { goal } = scene;
  if (goal.exact !== undefined) return exactFor(executable, goal.exact, scene);
  let failed: Outcome | undefined;
  for (const variant of variants) {
    if (resolvable(scene).length + variant.also.length === 0)
      return { ...variant, kind: "pins", pins: [], options: scene.goal.options };
    const answer = ask(scene, freshQuestion(executable, scene, variant));
    if (answer.kind === "ask") return answer;
    if (answer.kind === "resolved")
      return { ...variant, kind: "pins", pins: builtPins(answer.pins, scene), options: scene.goal.options };
    // An older Python is tried for its wheels, not to build there what was built already and did not serve.
    const toBuild = isFirst && isWithoutWheel(answer) ? unbuiltName(scene, answer.requirement) : [];
    if (toBuild.length > 0) return { kind: "build", toBuild };
    const because = failureReason(answer, goal);
    failed = {
      kind: "failed",
      because,
      tryOlder: answer.kind === "impossible" && answer.cause === "no-wheel",
    };
    if (answer.kind === "unreachable") return failed;
  }
  return failed ?? { kind: "pins", pins: [], options: goal.options, byHand: [], warnings: [] };
}
