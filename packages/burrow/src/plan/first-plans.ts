import { join } from "../model/path.ts";
import type { Decision, Plan } from "../model/plan.ts";
import { counted, reason } from "../model/reason.ts";
import type { Site } from "../model/survey.ts";
import type { PythonFirst, SourcesFirst } from "./blueprint.ts";
import type { Judgement } from "./judgement.ts";
import { executableIn, placeOf } from "./place.ts";
import { common, createReason, planned, refusal } from "./plans.ts";
import type { Scene } from "./scene.ts";
import { buildReason, type ToBuild } from "./sources.ts";

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

/** A plan that begins with building wheels from source for what the project's place will hold; what follows is planned once they are there. */
export function sourcesPlan(
  scene: Scene,
  judgements: readonly Judgement[],
  site: Site,
  { python, pythonBecause, toBuild, verdicts }: SourcesFirst,
  replaced?: Judgement,
): Decision {
  const { link, generation } = placeOf(site, scene.policy.adopt);
  const { executable, version } = python;
  return buildingPlan(scene, judgements, toBuild, {
    action: replaced === undefined ? "create" : "upgrade",
    environment: {
      prefix: link,
      generation,
      origins: replaced?.candidate.origins ?? ["own"],
      kind: "venv",
      version,
      executable: executableIn(link, scene.survey.platform),
    },
    python: { executable, version, because: pythonBecause },
    verdicts,
    facts: site.facts,
  });
}

/** The same for an environment that is changed where it is. */
export function buildInPlacePlan(
  scene: Scene,
  judgements: readonly Judgement[],
  { candidate }: Judgement,
  toBuild: readonly ToBuild[],
): Decision {
  const { environment } = candidate;
  const { executable } = environment ?? {};
  if (environment === undefined || executable === undefined)
    return refusal(scene, judgements, buildReason(toBuild));
  const { kind, version = "", facts } = environment;
  return buildingPlan(scene, judgements, toBuild, {
    action: "extend",
    environment: { prefix: candidate.prefix, origins: candidate.origins, kind, version, executable },
    python: { executable, version, because: reason("interpreter-same", {}) },
    verdicts: [],
    facts,
  });
}

function buildingPlan(
  scene: Scene,
  judgements: readonly Judgement[],
  toBuild: readonly ToBuild[],
  {
    python,
    verdicts,
    facts,
    ...target
  }: Required<Pick<Plan, "action" | "environment" | "python">> & Pick<Plan, "verdicts" | "facts">,
): Decision {
  const shared = common(scene, judgements);
  return planned({
    ...shared,
    ...target,
    engine: "pip", // uv keeps no wheel that it builds
    python,
    because: buildReason(toBuild),
    steps: toBuild.map(({ source, text, hashes, tag, folder }) => ({
      kind: "build-wheel",
      python: python.executable,
      source,
      hashes,
      tag,
      folder,
      why: reason("step-wheel", { requirement: text }),
    })),
    changes: [],
    missing: [],
    conflicts: [],
    breaks: [],
    verdicts: [...shared.verdicts, ...verdicts],
    warnings: [...shared.warnings, reason("planned-later", {})],
    pins: [],
    facts: [...scene.goal.facts, ...facts],
  });
}
