import type { Goal, GoalRequirement } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import { counted, reason, type Reason } from "../model/reason.ts";
import type { ResolveQuestion } from "../model/resolve.ts";
import { newlyBroken } from "./breaks.ts";
import { hopeless } from "./hopeless.ts";
import { effectOf, houseOf } from "./into.ts";
import type { Hopeless, Judged, Wanting } from "./judgement.ts";
import { resolvable } from "./questions.ts";
import { ask, type Asking, type Scene } from "./scene.ts";

/**
 * Judges what it takes to give an environment recorded content where it stands: what is missing, otherwise or damaged is placed anew, and what is not in the record is removed.
 * A person asked for this very content, so a tenant that it breaks is told and does not stop it.
 */
export function judgeExact(
  wanting: Wanting,
  scene: Scene,
  damaged: readonly string[],
): Judged | Asking | Hopeless {
  const { environment, fit, conclude } = wanting;
  const { extraneous: removed = [], unmet } = fit;
  const again = new Set([...unmet.map(({ name }) => name), ...damaged]);
  const requirements = resolvable(scene).filter(({ name }) => again.has(name));
  const answer = exactPins(environment.executable, requirements, scene);
  if (answer.kind === "ask") return answer;
  if (answer.kind !== "resolved") return hopeless(answer, wanting, scene);
  const { pins } = answer;
  return conclude("exact", {
    outcome: fit.missing.length === again.size && removed.length === 0 ? "extend" : "upgrade",
    because: recordedReason(scene.goal),
    pins,
    removed,
    breaks: newlyBroken(houseOf(wanting, scene), effectOf(wanting, scene, { pins, removed })),
  });
}

/** Why an environment is given recorded content. */
export function recordedReason({ exact, conda, requirements }: Goal): Reason {
  const pips = requirements.filter(({ kind }) => kind === "pypi").length;
  const packages = conda?.locked === undefined ? [] : [counted(conda.locked.length, "package")];
  const distributions = packages.length > 0 && pips === 0 ? [] : [counted(pips, "distribution")];
  const what = [...packages, ...distributions].join(" and ");
  return reason("as-recorded", { source: exact?.source ?? "", what });
}

/** The pins of recorded content: those with hashes are known, an engine is asked for the hashes of the others alone. */
export function exactPins(python: AbsolutePath, requirements: readonly GoalRequirement[], scene: Scene) {
  const { pins, open } = recordedPins(requirements);
  if (open.length === 0) return { kind: "resolved", pins, removed: [] } as const;
  const answer = ask(scene, exactQuestion(python, open, scene.goal));
  return answer.kind === "resolved" ? { ...answer, pins: [...pins, ...answer.pins] } : answer;
}

/** What is known of recorded content by its hashes, and what is open. */
export function recordedPins(requirements: readonly GoalRequirement[]) {
  return {
    pins: requirements
      .filter(isKnown)
      .map(({ name, specifier, hashes }): Pin => ({ name, version: specifier.slice("==".length), hashes })),
    open: requirements.filter((requirement) => !isKnown(requirement)),
  };
}

/** Asks for the hashes of these versions alone, whatever they require. */
export function exactQuestion(
  python: AbsolutePath,
  open: readonly GoalRequirement[],
  { options }: Pick<Goal, "options">,
): ResolveQuestion {
  return {
    kind: "resolve",
    key: `exact:${python}:${open.map(({ text }) => text).join(" ")}`,
    mode: "exact",
    python,
    requirements: open,
    constraints: [],
    options,
    installed: [],
    free: [],
  };
}

/** What is behind an address may be another version by now. */
function isKnown({ hashes, url }: GoalRequirement): boolean {
  return hashes.length > 0 && url === undefined;
}
