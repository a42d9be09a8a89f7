import type { Pin } from "../model/pin.ts";
import { counted, reason } from "../model/reason.ts";
import { newlyBroken } from "./breaks.ts";
import { judgeConflict } from "./conflict.ts";
import { hopeless } from "./hopeless.ts";
import type { Hopeless, Judged, Wanting } from "./judgement.ts";
import { askInto, buildsInto, houseOf } from "./into.ts";
import type { Asking, Scene } from "./scene.ts";

/**
 * Judges a candidate that only lacks something: `extend` when the engine adds it with every installed version kept, removing and changing nothing.
 * When that does not resolve although the goal alone does, it is a conflict after all.
 */
export function judgeMissing(wanting: Wanting, scene: Scene): Judged | Asking | Hopeless {
  const { installed, fit, conclude } = wanting;
  const because =
    fit.missing.length > 0
      ? reason("only-missing", { what: counted(fit.missing.length, "distribution") })
      : reason("project-changed", {});
  const builds = buildsInto(wanting, scene);
  const breaking = (pins: readonly Pin[]): Judged | undefined => {
    const breaks = newlyBroken(houseOf(wanting, scene), { pins, removed: [], builds });
    const [broken] = breaks;
    if (broken === undefined) return undefined;
    const why = reason("would-break", { name: broken.name });
    return conclude("extend", { outcome: "reject", because: why, breaks });
  };
  if (fit.missing.length === 0) return breaking([]) ?? conclude("extend", { outcome: "extend", because });

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
      const changes = answer.pins.some(({ name, version }) => {
        const there = installed.get(name);
        return there !== undefined && !there.inherited && !scene.reader.sameVersion(there.version, version);
      });
      if (changes || answer.removed.length > 0) return judgeConflict(wanting, scene);
      if (answer.pins.length + builds.length === 0)
        return conclude("extend", {
          outcome: "reject",
          because: reason("lacks", { what: fit.missing[0]?.text ?? "" }),
        });
      return breaking(answer.pins) ?? conclude("extend", { outcome: "extend", because, pins: answer.pins });
    }
  }
}
