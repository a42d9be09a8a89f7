import type { Goal } from "../model/goal.ts";
import { counted, reason, type Reason } from "../model/reason.ts";
import { ailment, recordsOf, unwellIn } from "./ailment.ts";
import { type Candidate, isOwnGeneration } from "./candidates.ts";
import { judgeCondaExact } from "./conda/conda-exact.ts";
import { judgeConflict } from "./conflict.ts";
import { judgeExact, recordedReason } from "./exact.ts";
import { judgeMissing } from "./extend.ts";
import { fitOf } from "./fit.ts";
import { type Fit, nounOf } from "./fit-result.ts";
import { hostOf } from "./host.ts";
import { heldIn, installedIn } from "./installed.ts";
import type { Hopeless, Judged, Wanting } from "./judgement.ts";
import { judgeNewest } from "./newest.ts";
import { pythonAt } from "./place.ts";
import { judgementRecord, type Say } from "./judgement-record.ts";
import { isRenewedInPlace } from "./renewal.ts";
import { installedProject } from "./own-project.ts";
import { buildReason, unbuilt } from "./sources.ts";
import type { Asking, Scene } from "./scene.ts";
import {
  FORBIDDING_CHANGE,
  globalObjection,
  REJECTING,
  type Standing,
  type StandingRule,
} from "./standing.ts";

/** Judges one candidate against the goal: what it is, what is in it, and what it would take. */
export function judge(candidate: Candidate, scene: Scene): Judged | Asking | Hopeless {
  const record = judgementRecord(candidate, scene);
  const { environment } = candidate;
  const { goal } = scene;
  const own = isOwnGeneration(candidate);
  if (environment === undefined)
    return record.concludeWith()("present", {
      outcome: "reject",
      because: candidate.problem ?? reason("not-an-environment", { path: candidate.prefix }),
    });

  const standing = { candidate, environment, ...scene };
  const objection = firstObjection(REJECTING, standing, record.say);
  if (objection !== undefined)
    return record.concludeWith()(objection.rule, {
      outcome: own ? "rebuild" : "reject",
      because: objection.because,
    });
  // A prefix of conda's may do without a Python, or get its first one.
  const executable =
    environment.executable ??
    (goal.backend === "conda" ? pythonAt(candidate.prefix, environment) : undefined);
  if (executable === undefined)
    return record.concludeWith()("executable", {
      outcome: own ? "rebuild" : "reject",
      because: reason("no-executable", { path: candidate.prefix }),
    });

  const installed = installedIn(environment);
  const fit = fitOf(environment, installed, goal, scene.reader);
  const conclude = record.concludeWith(fit);
  const unwell = ailment(fit, environment, installed) ?? recordsOf(environment, fit, installed, scene);
  if (unwell !== undefined && "kind" in unwell) return unwell;
  // Recorded content is there to mend with: what is unwell is placed anew.
  const mends = goal.exact !== undefined && !own;
  if (unwell !== undefined && !mends)
    return conclude("whole", { outcome: own ? "rebuild" : "reject", because: unwell, unwell: true });

  const held = heldIn(environment, goal);
  const wanting: Wanting = {
    candidate,
    environment: { ...environment, executable },
    installed,
    held,
    fit,
    conclude,
  };
  if (unwell === undefined && isMet(fit)) return judgeMet(wanting, standing);
  return own
    ? conclude("own", {
        outcome: "rebuild",
        because: goal.exact === undefined ? wantOf(fit, goal) : recordedReason(goal),
      })
    : judgeChange(wanting, standing, record.say);
}

/** Whether an environment holds all that is asked for, and of recorded content nothing else. */
function isMet({ missing, clashes, unproven, extraneous = [], project }: Fit): boolean {
  const lacking = missing.length + clashes.length + unproven.length + extraneous.length;
  return lacking === 0 && (project === "none" || project === "held");
}

/** An environment that holds what is asked for: it is reused, unless newer versions are wanted and it may be changed. */
function judgeMet(wanting: Wanting, standing: Standing & Scene): Judged | Asking | Hopeless {
  const { candidate, environment, fit, conclude } = wanting;
  if (isRenewedInPlace(candidate, standing) && mayChange(standing)) return judgeNewest(wanting, standing);
  return conclude("satisfied", {
    outcome: "reuse",
    because:
      fit.asked === 0
        ? reason("nothing-asked", {})
        : reason("satisfied", { what: counted(fit.asked, "requirement") }),
    // Allowed, and still worth a word: whoever owns it may change it at any time.
    ...(environment.kind === "base" && { warnings: [globalObjection(environment)] }),
  });
}

/** An environment that is no generation of the project's own and lacks something: whether it may be changed, and what that would take. */
function judgeChange(wanting: Wanting, standing: Standing & Scene, say: Say): Judged | Asking | Hopeless {
  const { candidate, environment, fit, conclude } = wanting;
  const { goal } = standing;
  const other = anotherProject(wanting, standing);
  if (other !== undefined) return conclude("own-name", { outcome: "reject", because: other });
  const forbidden = firstObjection(FORBIDDING_CHANGE, standing, say);
  if (forbidden !== undefined)
    return conclude(forbidden.rule, { outcome: "reject", because: forbidden.because });
  if (goal.exact !== undefined) {
    const damaged = unwellIn(environment, fit, standing);
    return goal.backend === "conda"
      ? judgeCondaExact(wanting, standing, damaged)
      : judgeExact(wanting, standing, damaged);
  }
  if (hostOf(candidate, standing) !== undefined) {
    // What a change would break is told before a generation for both is tried: an engine says only that it does not resolve.
    const asItIs = fit.clashes.length > 0 ? judgeConflict(wanting, standing) : undefined;
    if (asItIs !== undefined && (asItIs.kind !== "judged" || asItIs.judgement.outcome === "reject"))
      return asItIs;
    return conclude("host", { outcome: "rebuild", because: wantOf(fit, goal) });
  }
  const toBuild = unbuilt(standing, (requirement) => fit.unmet.includes(requirement));
  if (toBuild.length > 0 && fit.clashes.length === 0)
    return conclude("build", { outcome: "build", because: buildReason(toBuild), toBuild });
  const unrecorded = unrecordedHash(fit);
  if (unrecorded !== undefined) return conclude("hashes", { outcome: "reject", because: unrecorded });
  return fit.clashes.length > 0 || fit.unproven.length > 0
    ? judgeConflict(wanting, standing)
    : judgeMissing(wanting, standing);
}

function mayChange(standing: Standing): boolean {
  return FORBIDDING_CHANGE.every(({ test }) => test(standing) === undefined);
}

/** The first rule that objects; those before it are recorded as content. */
function firstObjection(
  rules: readonly StandingRule[],
  standing: Standing,
  say: Say,
): { readonly rule: string; readonly because: Reason } | undefined {
  for (const { name, test } of rules) {
    const because = test(standing);
    if (because !== undefined) return { rule: name, because };
    say(name, "accept", reason("no-objection", {}));
  }
  return undefined;
}

/** What has the project's name in an environment that is not its own is somebody's choice, such as a release of it: never replaced by this checkout. */
function anotherProject({ candidate, installed, fit }: Wanting, { goal }: Scene): Reason | undefined {
  const found = installedProject(installed, goal);
  if (fit.project !== "other" || found === undefined || candidate.origins.includes("own")) return undefined;
  return reason("own-name", { name: found.name, version: found.version, path: goal.root });
}

/**
 * Only a generation records the hashes of what burrow installed. Elsewhere a hash that is asked for by hand could not be proven the next time either,
 * so that nothing is changed there for it.
 */
function unrecordedHash({ unmet, unproven }: Fit): Reason | undefined {
  const hashed = unmet.find(
    ({ hashes, url, fromLock }) => hashes.length > 0 && url === undefined && fromLock !== true,
  );
  if (hashed === undefined) return undefined;
  const doubt = unproven.find(({ requirement }) => requirement === hashed);
  return doubt?.because ?? reason("unrecorded", { requirement: hashed.text });
}

/** Why the next generation is needed. */
function wantOf({ clashes, missing, unproven, project }: Fit, goal: Goal): Reason {
  const [clash] = clashes;
  if (clash !== undefined)
    return reason("conflict", { name: clash.name, installed: clash.installed, specifier: clash.specifier });
  if (missing.length > 0) return reason("missing", { what: counted(missing.length, nounOf(goal)) });
  return (
    unproven[0]?.because ?? (project === "stale" ? reason("project-changed", {}) : reason("own-rebuild", {}))
  );
}
