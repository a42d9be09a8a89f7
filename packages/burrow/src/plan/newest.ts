import { counted, reason } from "../model/reason.ts";
import { newlyBroken } from "./breaks.ts";
import { failureReason } from "./hopeless.ts";
import { askInto, effectOf, houseOf } from "./into.ts";
import { isReplaced } from "./installed.ts";
import type { Hopeless, Judged, Wanting } from "./judgement.ts";
import type { Asking, Scene } from "./scene.ts";

/**
 * Judges the project's own environment, which holds all that is asked, when the newest versions are asked for: it is upgraded where some are newer
 * and nothing else breaks by them, and else stays as it is.
 */
export function judgeNewest(wanting: Wanting, scene: Scene): Judged | Asking | Hopeless {
  const { held, fit, conclude } = wanting;
  const asItStands = (): Judged =>
    conclude("newest", {
      outcome: "reuse",
      because: reason("newest-already", { what: counted(fit.asked, "requirement") }),
    });
  const answer = askInto(wanting, scene, "none");
  if (answer.kind === "ask") return answer;
  if (answer.kind === "conflict") return asItStands();
  if (answer.kind !== "resolved") {
    const because = failureReason(answer, scene.goal);
    const { judgement } = conclude("newest", { outcome: "reject", because });
    return { kind: "hopeless", because, judgement };
  }
  const { removed } = answer;
  const pins = answer.pins.filter((pin) => {
    const there = held.get(pin.name);
    return there === undefined || isReplaced(there, pin, scene.reader);
  });
  if (pins.length + removed.length === 0) return asItStands();
  if (newlyBroken(houseOf(wanting, scene), effectOf(wanting, scene, { pins, removed })).length > 0)
    return asItStands();
  return conclude("newest", { outcome: "upgrade", because: reason("newest", {}), pins, removed });
}
