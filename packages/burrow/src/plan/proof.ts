import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { GoalRequirement } from "../model/goal.ts";
import { reason, type Reason } from "../model/reason.ts";

/**
 * Why an installed distribution of the right name cannot be proven to be what a direct reference, an editable path or a hash asks for;
 * undefined when nothing more than a version is asked, or the proof is there: `direct_url.json` (PEP 610) or burrow's own record of what it installed.
 * The hashes of a lock's pins ask for no proof: its version is enough.
 */
export function proof(
  distribution: Distribution,
  requirement: GoalRequirement,
  environment: Environment,
): Reason | undefined {
  const { name, version, directUrl, editable } = distribution;
  const doubt = (detail: string): Reason => reason("unproven", { name, version, detail });
  if (requirement.editable !== undefined)
    return editable === requirement.editable
      ? undefined
      : doubt(`it is not an editable install of ${requirement.editable}`);
  if (requirement.url !== undefined) {
    if (directUrl === undefined) return doubt("it came from an index");
    return sameAddress(requirement.url, directUrl) ? undefined : doubt(`it came from ${directUrl.url}`);
  }
  if (requirement.hashes.length > 0 && requirement.fromLock !== true) {
    const recorded = environment.generation?.recorded?.find(
      (pin) => pin.name === name && pin.version === version,
    );
    const known = [...(recorded?.hashes ?? []), ...archiveHashes(distribution)];
    if (!known.some((hash) => requirement.hashes.includes(hash))) return doubt("no record of its hash");
  }
  return undefined;
}

function archiveHashes({ directUrl }: Distribution): readonly string[] {
  return Object.entries(directUrl?.archive?.hashes ?? {}).map(([algorithm, hex]) => `${algorithm}:${hex}`);
}

/** Whether a PEP 508 address names what `direct_url.json` recorded; a branch or tag must be the recorded request, a commit the recorded commit. */
function sameAddress(asked: string, recorded: NonNullable<Distribution["directUrl"]>): boolean {
  const [address = "", fragment = ""] = asked.split("#", 2);
  const folder = /(?:^|&)subdirectory=([^&]*)/u.exec(fragment)?.[1];
  if (folder !== recorded.subdirectory) return false;
  if (recorded.vcs === undefined) {
    if (address.replace(/\/$/u, "") !== recorded.url.replace(/\/$/u, "")) return false;
    const wanted = /(?:^|&)(sha(?:256|384|512))=([0-9a-f]+)/u.exec(fragment);
    return wanted === null || recorded.archive?.hashes[wanted[1] ?? ""] === wanted[2];
  }
  const vcs = /^([a-z]+)\+(.*?)(?:@([^@/]+))?$/u.exec(address);
  if (vcs === null || vcs[1] !== recorded.vcs.kind || vcs[2] !== recorded.url) return false;
  return vcs[3] === undefined || vcs[3] === recorded.vcs.requested || vcs[3] === recorded.vcs.commit;
}
