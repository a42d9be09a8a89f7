import { join } from "../model/path.ts";
import type { Decision } from "../model/plan.ts";
import { counted, reason } from "../model/reason.ts";
import type { Site } from "../model/survey.ts";
import type { PythonFirst } from "./create.ts";
import type { Judgement } from "./judgement.ts";
import { executableIn, placeOf } from "./place.ts";
import { common, createReason, planned } from "./plans.ts";
import type { Scene } from "./scene.ts";

/** A plan that begins with providing a Python; what is installed is resolved once it can be asked, by planning again. */
export function pythonPlan(
  scene: Scene,
  judgements: readonly Judgement[],
  site: Site,
  { offer, verdicts }: PythonFirst,
): Decision {
  const { goal, survey } = scene;
  const { version, archive, folder } = offer;
  const { link, generation } = placeOf(site, scene.policy.adopt);
  const shared = common(scene, judgements);
  return planned({
    ...shared,
    action: "create",
    because: createReason(scene, judgements),
    environment: {
      prefix: link,
      generation,
      origins: ["own"],
      kind: "venv",
      version,
      executable: executableIn(link, survey.platform),
    },
    python: {
      executable: join(folder, ...archive.executable.split("/")),
      version,
      because: reason("interpreter-provided", {}),
    },
    steps: [{ kind: "install-python", version, archive, folder, why: reason("step-python", { version }) }],
    changes: [],
    missing: [],
    conflicts: [],
    breaks: [],
    verdicts: [...shared.verdicts, ...verdicts],
    warnings: [
      ...shared.warnings,
      reason("resolved-later", { what: counted(goal.requirements.length, "requirement") }),
    ],
    pins: [],
    facts: [...goal.facts, ...site.facts],
  });
}
