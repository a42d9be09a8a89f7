import type { Goal } from "../model/goal.ts";
import type { Decision } from "../model/plan.ts";
import { isInside } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Site, Tenant } from "../model/survey.ts";
import { type Candidate, isOwnGeneration } from "./candidates.ts";
import { everythingIn } from "./carry-over.ts";
import { blueprint } from "./create.ts";
import { heldIn } from "./installed.ts";
import type { Judgement } from "./judgement.ts";
import { changesOf } from "./changes.ts";
import { sourcesPlan } from "./first-plans.ts";
import { createPlan } from "./plans.ts";
import type { Asking, Scene } from "./scene.ts";
import { seriesOf, severityOf } from "./severity.ts";
import { unionOf } from "./union.ts";

/** A project around this one whose environment burrow made, so that its next generation may serve both. */
export interface Host extends Tenant {
  readonly site: Site;
}

/** Whose generation a candidate is, when that project encloses the one that asks. */
export function hostOf(
  candidate: Candidate,
  { survey, goal }: Pick<Scene, "survey" | "goal">,
): Host | undefined {
  const { environment } = candidate;
  if (environment?.generation === undefined || isOwnGeneration(candidate)) return undefined;
  for (const { site, ...tenant } of survey.tenants ?? [])
    if (
      site !== undefined &&
      tenant.realPrefix === environment.realPrefix &&
      tenant.goal.backend === goal.backend &&
      isInside(goal.root, site.root)
    )
      return { ...tenant, site };
  return undefined;
}

/** The other projects that rely on the environment of a candidate: guests of a host, or of the project's own. */
export function guestsOf({ environment }: Candidate, { survey, goal }: Scene): readonly Goal[] {
  return (survey.tenants ?? []).flatMap((tenant) =>
    tenant.site === undefined &&
    tenant.realPrefix === environment?.realPrefix &&
    tenant.goal.root !== goal.root
      ? [tenant.goal]
      : [],
  );
}

/** Why the host's environment cannot serve both. */
interface Rejected {
  readonly kind: "rejected";
  readonly because: Reason;
}

function rejected(because: Reason): Rejected {
  return { kind: "rejected", because };
}

/**
 * Builds the host's next generation for both: everything that is installed stays at its version but what conflicts, and only minor conflicts may move.
 * Gives the reason when that cannot be; then the project is isolated.
 */
export function hostedPlan(
  scene: Scene,
  judgements: readonly Judgement[],
  chosen: Judgement,
  host: Host,
): Decision | Asking | Rejected {
  const { candidate, fit } = chosen;
  if (candidate.environment === undefined || !host.site.writable) return rejected(reason("not-writable", {}));
  const guests = guestsOf(candidate, scene);
  const goal = unionOf(host.goal, [scene.goal, ...guests]);
  const freed = new Set(fit?.clashes.map(({ name }) => name));
  const kept = everythingIn(candidate.environment, goal, freed);
  const found = blueprint({ ...scene, goal }, candidate.environment, [
    { name: `host:${scene.goal.root}`, keep: [], ...kept, byHand: [], warnings: [] },
  ]);
  if (found.kind === "ask") return found;
  if (found.kind === "sources-first") return sourcesPlan(scene, judgements, host.site, found, chosen);
  if (found.kind !== "blueprint")
    return rejected(found.kind === "none" ? found.because : reason("conflict-unnamed", {}));
  for (const { name, from, to } of changesOf(heldIn(candidate.environment, goal), found.pins, [])) {
    if (from === undefined || to === undefined) continue;
    const conflict = { name, installed: from, resolved: to, breaks: [] };
    if (severityOf(conflict, scene.policy, seriesOf(scene)).severity === "major")
      return rejected(reason("conflict", { name, installed: from, specifier: `==${to}` }));
  }
  const tenants = [scene.goal, ...guests].map(({ root }) => root);
  return createPlan(scene, judgements, host.site, found, { replaced: chosen, holds: goal, tenants });
}
