import type { GoalRequirement } from "../model/goal.ts";
import type { Break, Conflict } from "../model/plan.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Resolution } from "../model/resolve.ts";
import { type Effect, newlyBroken, stillBroken } from "./breaks.ts";
import type { Clash, Unproven } from "./fit-result.ts";
import { hopeless } from "./hopeless.ts";
import { isEmbedded } from "./candidates.ts";
import { clashInto } from "./conda/on-top.ts";
import { isOfConda } from "./conda/conda-breaks.ts";
import type { Hopeless, Judged, Wanting } from "./judgement.ts";
import { isReplaced } from "./installed.ts";
import { askInto, effectOf, houseOf, isEmpty } from "./into.ts";
import type { Asking, Scene } from "./scene.ts";
import { isRenewed } from "./renewal.ts";
import { seriesOf, severityOf } from "./severity.ts";

type Resolved = Extract<Resolution, { readonly kind: "resolved" }>;

/**
 * Judges a candidate in which an installed version is in the way. The project's own is upgraded unless something outside the goal would break;
 * another's only when it encloses the project (or the policy is lenient), every conflict is minor and nothing newly breaks. Else it is rejected.
 */
export function judgeConflict(wanting: Wanting, scene: Scene): Judged | Asking | Hopeless {
  const { candidate, fit, conclude } = wanting;
  const own = candidate.origins.includes("own");
  const mayUpgrade = own || isEmbedded(candidate) || scene.policy.conflictTolerance === "lenient";
  const rejectAs = (because: Reason, conflicts: readonly Conflict[], breaks: readonly Break[] = []): Judged =>
    conclude("conflict", { outcome: "reject", because, conflicts, breaks });

  const early = fit.clashes.map((clash) => conflictOf(clash, undefined, [], scene));
  if (!mayUpgrade) return rejectAs(conflictReason(fit.clashes, fit.unproven), early);
  const kept = fit.onTop?.clashes.find(({ name }) => isKeptFromPip(name, wanting));
  if (kept !== undefined) return rejectAs(conflictReason([kept], []), early);

  const answer = resolveUpgrade(wanting, scene);
  if (answer.kind === "ask") return answer;
  if (answer.kind !== "resolved") {
    const end = hopeless(answer, wanting, scene);
    return end.kind === "hopeless" || end.judgement.outcome === "build"
      ? end
      : rejectAs(end.judgement.because, early);
  }

  const { pins, removed } = answer;
  const effect = effectOf(wanting, scene, answer);
  const house = houseOf(wanting, scene);
  const breaks = newlyBroken(house, effect);
  const clashes = withChanged(wanting, answer, scene);
  const conflicts = clashes.map((clash) => conflictOf(clash, answer, breaks, scene));
  const [broken] = breaks;
  if (broken !== undefined) return rejectAs(reason("would-break", { name: broken.name }), conflicts, breaks);
  const major = conflicts.find(({ severity }) => severity === "major");
  if (major !== undefined && !own)
    return rejectAs(
      conflictReason(
        clashes.filter(({ name }) => name === major.name),
        fit.unproven,
      ),
      conflicts,
    );
  const upon = clashInto(wanting, scene, answer, "conflict");
  if (upon !== undefined) return "kind" in upon ? upon : rejectAs(upon, conflicts);
  const open = fit.unproven.find(({ requirement }) => !isPlaced(requirement, effect));
  if (open !== undefined) return rejectAs(open.because, conflicts);
  if (isEmpty(wanting, effect)) return rejectAs(conflictReason(clashes, fit.unproven), conflicts);
  const [first] = pins.filter(({ name }) => clashes.some((clash) => clash.name === name));
  return conclude("conflict", {
    outcome: "upgrade",
    because: own ? ownReason(wanting, clashes, scene) : minorReason(first, clashes),
    conflicts,
    pins,
    removed,
    warnings: stillBroken(house, effect, fit.needed),
  });
}

/** pip does its part on top of conda's packages and changes none of them. */
function isKeptFromPip(name: string, { environment, installed }: Wanting): boolean {
  const there = installed.get(name);
  return there !== undefined && isOfConda(environment, there);
}

/** Whether the change puts something new in the place of what could not be proven; what pip does on top of conda's packages, it does anew. */
function isPlaced({ name, editable }: GoalRequirement, { pins, builds = [], onTop }: Effect): boolean {
  return (
    onTop !== undefined ||
    pins.some((pin) => pin.name === name) ||
    builds.some(({ project }) => project === editable)
  );
}

function ownReason({ candidate }: Wanting, clashes: readonly Clash[], scene: Scene): Reason {
  return reason(clashes.length === 0 && isRenewed(candidate, scene) ? "newest" : "own-upgrade", {});
}

/** Asks for the change with only the conflicting names freed, and where that does not resolve, with all. */
function resolveUpgrade(wanting: Wanting, scene: Scene): Resolution | Asking {
  const { clashes, unproven } = wanting.fit;
  const names = new Set([
    ...clashes.map(({ name }) => name),
    ...unproven.map(({ requirement }) => requirement.name),
  ]);
  if (names.size > 0 || isRenewed(wanting.candidate, scene)) {
    const answer = askInto(wanting, scene, [...names]);
    if (answer.kind !== "conflict") return answer;
  }
  return askInto(wanting, scene, "all");
}

/** The clashes that were seen, and those that only the engine's answer shows: an installed version that has to move. What only becomes newer is in nobody's way. */
function withChanged({ held, fit, candidate }: Wanting, { pins }: Resolved, scene: Scene): readonly Clash[] {
  if (isRenewed(candidate, scene)) return fit.clashes;
  const known = new Set(fit.clashes.map(({ name }) => name));
  const more = pins.flatMap((pin): readonly Clash[] => {
    const { name, version } = pin;
    const there = held.get(name);
    if (known.has(name) || there === undefined || !isReplaced(there, pin, scene.reader)) return [];
    return [{ name, installed: there.version, specifier: `==${version}`, text: `${name}==${version}` }];
  });
  return [...fit.clashes, ...more];
}

/** A clash as the plan shows it, judged by the version that would replace what is there and by what that would break. */
export function conflictOf(
  { name, installed, text }: Clash,
  answer: Pick<Resolved, "pins"> | undefined,
  breaks: readonly Break[],
  scene: Scene,
): Conflict {
  const { policy, reader } = scene;
  const resolved = answer?.pins.find((pin) => pin.name === name)?.version;
  const caused = breaks.filter(
    ({ needs }) => (reader.requirement(needs)?.name ?? /^[\w.-]+/u.exec(needs)?.[0]) === name,
  );
  const { severity, because } = severityOf(
    { name, installed, ...(resolved !== undefined && { resolved }), breaks: caused },
    policy,
    seriesOf(scene),
  );
  return { requirement: text, name, installed, severity, because };
}

function conflictReason([clash]: readonly Clash[], [doubt]: readonly Unproven[]): Reason {
  if (clash !== undefined)
    return reason("conflict", { name: clash.name, installed: clash.installed, specifier: clash.specifier });
  return doubt?.because ?? reason("conflict-unnamed", {});
}

function minorReason(
  pin: { readonly name: string; readonly version: string } | undefined,
  clashes: readonly Clash[],
): Reason {
  const clash = clashes.find(({ name }) => name === pin?.name);
  return pin !== undefined && clash !== undefined
    ? reason("minor-upgrade", { name: pin.name, installed: clash.installed, version: pin.version })
    : reason("own-upgrade", {});
}
