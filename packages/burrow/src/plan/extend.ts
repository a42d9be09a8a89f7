import type { Pin } from "../model/pin.ts";
import { counted, reason } from "../model/reason.ts";
import { newlyBroken, stillBroken } from "./breaks.ts";
import { clashInto } from "./conda/on-top.ts";
import { judgeConflict } from "./conflict.ts";
import { hopeless } from "./hopeless.ts";
import type { Hopeless, Judged, Wanting } from "./judgement.ts";
import { nounOf } from "./fit-result.ts";
import { askInto, effectOf, houseOf, isEmpty } from "./into.ts";
import { isReplaced } from "./installed.ts";
import type { Asking, Scene } from "./scene.ts";

/**
 * Judges a candidate that only lacks something: `extend` when the engine adds it with every installed version kept, removing and changing nothing.
 * When that does not resolve although the goal alone does, it is a conflict after all.
 */
export function judgeMissing(wanting: Wanting, scene: Scene): Judged | Asking | Hopeless {
  const { held, fit, conclude } = wanting;
  const because =
    fit.missing.length > 0
      ? reason("only-missing", { what: counted(fit.missing.length, nounOf(scene.goal)) })
      : reason("project-changed", {});
  const extended = (pins: readonly Pin[]): Judged => {
    const house = houseOf(wanting, scene);
    const effect = effectOf(wanting, scene, { pins, removed: [] });
    const breaks = newlyBroken(house, effect);
    const [broken] = breaks;
    if (broken !== undefined) {
      const why = reason("would-break", { name: broken.name });
      return conclude("extend", { outcome: "reject", because: why, breaks });
    }
    const warnings = stillBroken(house, effect, fit.needed);
    return conclude("extend", { outcome: "extend", because, pins, warnings });
  };
  if (fit.missing.length === 0) return extended([]);

  const answer = askInto(wanting, scene, "none");
  switch (answer.kind) {
    case "ask":
      return answer;
    case "conflict":
      return judgeConflict(wanting, scene);
    case "impossible":
    case "unreachable":
      return hopeless(answer, wanting, scene);
    case "resolved": {
      const changes = answer.pins.some((pin) => {
        const there = held.get(pin.name);
        return there !== undefined && there.inherited !== true && isReplaced(there, pin, scene.reader);
      });
      if (changes || answer.removed.length > 0) return judgeConflict(wanting, scene);
      if (isEmpty(wanting, effectOf(wanting, scene, answer)))
        return conclude("extend", {
          outcome: "reject",
          because: reason("lacks", { what: fit.missing[0]?.text ?? "" }),
        });
      const clash = clashInto(wanting, scene, answer, "extend");
      if (clash === undefined) return extended(answer.pins);
      return "kind" in clash ? clash : conclude("pip-clash", { outcome: "reject", because: clash });
    }
  }
}
