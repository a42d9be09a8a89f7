import type { CondaPackage } from "../../model/distribution.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import type { Pin } from "../../model/pin.ts";
import type { Change, Conflict, Decision } from "../../model/plan.ts";
import type { Platform } from "../../model/platform.ts";
import { counted, reason } from "../../model/reason.ts";
import type { Site } from "../../model/survey.ts";
import type { Clash } from "../fit-result.ts";
import { hookSteps } from "../hooks.ts";
import { type Judgement, summaryOf } from "../judgement.ts";
import { placeOf } from "../place.ts";
import { common } from "../plans.ts";
import type { Scene } from "../scene.ts";
import type { CondaFit } from "./conda-fit.ts";
import { condaGenerationSteps, condaInPlaceSteps } from "./conda-steps.ts";

type Judged = Judgement & { readonly condaFit?: CondaFit };

/** A plan that uses a prefix as it stands, or changes it where it is. */
export function condaInPlacePlan(scene: Scene, judgements: readonly Judged[], chosen: Judged): Decision {
  const { candidate, outcome, because, pins, removed, condaFit: fit } = chosen;
  const { environment } = candidate;
  if (environment === undefined) throw new TypeError("a candidate without an environment was chosen");
  const { realPrefix, generation, kind, version = "", packages = [] } = environment;
  const changing = outcome !== "reuse";
  const hooks = hookSteps(scene, realPrefix, changing);
  const { goal, policy } = scene;
  return {
    kind: "plan",
    plan: {
      ...common(scene, judgements),
      action: outcome === "extend" || outcome === "upgrade" ? outcome : "reuse",
      because,
      environment: {
        prefix: candidate.prefix,
        ...(generation && { generation: generation.folder }),
        origins: candidate.origins,
        kind,
        version,
        executable: environment.executable ?? pythonIn(candidate.prefix, scene.survey.platform),
      },
      steps: changing
        ? condaInPlaceSteps(realPrefix, { goal, policy, pins, removed, hooks })
        : [...hooks.before, ...hooks.after],
      changes: changesIn(packages, pins, removed),
      missing: [...(fit?.missing ?? []), ...(fit?.pip ?? [])],
      conflicts: conflictsOf(fit),
      breaks: [],
      pins,
      warnings: [...common(scene, judgements).warnings, ...chosen.warnings],
      facts: [...goal.facts, ...environment.facts, ...hooks.facts],
    },
  };
}

/** A plan that builds the project's own conda environment, or its next generation. */
export function condaCreatePlan(
  scene: Scene,
  judgements: readonly Judged[],
  site: Site,
  pins: readonly Pin[],
  replaced?: Judged,
): Decision {
  const { goal, policy, survey } = scene;
  const place = placeOf(site, false);
  const before = replaced?.candidate.environment;
  const was = before?.broken === undefined ? (before?.packages ?? []) : [];
  const kept = new Set(pins.map(({ name }) => name));
  const gone = was.map(({ name }) => name).filter((name) => !kept.has(name));
  const changes = changesIn(was, pins, gone);
  const action =
    replaced === undefined
      ? "create"
      : was.length === 0 || changes.length === 0
        ? "repair"
        : changes.every(({ from }) => from === undefined)
          ? "extend"
          : "upgrade";
  const hooks = hookSteps(scene, place.generation, true);
  const shared = common(scene, judgements);
  const fit = replaced?.condaFit;
  return {
    kind: "plan",
    plan: {
      ...shared,
      candidates: judgements.map((one) =>
        one === replaced ? { ...summaryOf(one), action } : summaryOf(one),
      ),
      action,
      because: replaced?.because ?? createReason(scene, judgements),
      environment: {
        prefix: place.link,
        generation: place.generation,
        origins: replaced?.candidate.origins ?? ["own"],
        kind: "conda",
        version: pins.find(({ name }) => name === "python")?.version ?? "",
        executable: pythonIn(place.link, survey.platform),
      },
      steps: condaGenerationSteps(place, site, { goal, policy, pins, removed: [], hooks }),
      changes,
      missing: [...(fit?.missing ?? []), ...(fit?.pip ?? [])],
      conflicts: conflictsOf(fit),
      breaks: [],
      pins,
      facts: [...goal.facts, ...site.facts, ...(before?.facts ?? []), ...hooks.facts],
    },
  };
}

function createReason({ policy }: Scene, judgements: readonly Judged[]) {
  if (policy.isolate || policy.reuse === "never") return reason("isolation-asked", {});
  const real = judgements.filter(({ candidate }) => candidate.environment !== undefined);
  return real.length === 0
    ? reason("none-found", {})
    : reason("none-fits", { what: counted(real.length, "candidate") });
}

function changesIn(
  packages: readonly CondaPackage[],
  pins: readonly Pin[],
  removed: readonly string[],
): readonly Change[] {
  const there = new Map(packages.map((one) => [one.name, one]));
  const placed = pins.flatMap(({ name, version, conda }): readonly Change[] => {
    const one = there.get(name);
    if (one === undefined) return [{ name, to: version }];
    if (one.version !== version) return [{ name, from: one.version, to: version }];
    const [from, to] = [`${version}=${one.build}`, `${version}=${conda?.build ?? ""}`];
    return from === to ? [] : [{ name, from, to }];
  });
  const gone = removed.flatMap((name): readonly Change[] => {
    const from = there.get(name)?.version;
    return from === undefined ? [] : [{ name, from }];
  });
  return [...placed, ...gone].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function conflictsOf(fit: CondaFit | undefined): readonly Conflict[] {
  return (fit?.clashes ?? []).map(({ text, name, installed }: Clash) => ({
    requirement: text,
    name,
    installed,
    severity: "minor",
    because: reason("conda-conflict", {}),
  }));
}

/** Where conda links Python: beside everything else on Windows. */
function pythonIn(prefix: AbsolutePath, { os }: Platform): AbsolutePath {
  return os === "windows" ? join(prefix, "python.exe") : join(prefix, "bin", "python");
}
