import { counted, reason } from "../model/reason.ts";
import { judgeConflict } from "./conflict.ts";
import { hopeless } from "./hopeless.ts";
import type { Hopeless, Judged, Wanting } from "./judgement.ts";
import { intoQuestion } from "./questions.ts";
import { ask, type Asking, type Scene } from "./scene.ts";

/**
 * Judges a candidate that only lacks something: `extend` when the engine adds it with every installed version kept, removing and changing nothing.
 * When that does not resolve although the goal alone does, it is a conflict after all.
 */
export function judgeMissing(wanting: Wanting, scene: Scene): Judged | Asking | Hopeless {
  const { environment, installed, fit, conclude } = wanting;
  const because =
    fit.missing.length > 0
      ? reason("only-missing", { what: counted(fit.missing.length, "distribution") })
      : reason("project-changed", {});
  if (fit.missing.length === 0) return conclude("extend", { outcome: "extend", because });

  const answer = ask(scene, intoQuestion(environment, installed, scene.goal, "none"));
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
      return conclude("extend", { outcome: "extend", because, pins: answer.pins });
    }
  }
}
