import type { GoalRequirement } from "../model/goal.ts";
import type { Pin } from "../model/pin.ts";
import type { Resolution } from "../model/resolve.ts";

/**
 * Holds an engine's answer to the hashes that the goal asks for (`--hash`, or the fragment of a direct URL): of a pin only the asked hashes stay.
 * When none does, the goal is impossible: neither engine refuses a wrong hash in every way of asking.
 */
export function holdToAskedHashes(
  resolution: Resolution,
  requirements: readonly GoalRequirement[],
): Resolution {
  if (resolution.kind !== "resolved") return resolution;
  const pins: Pin[] = [];
  for (const pin of resolution.pins) {
    const asked = requirements.filter(({ name }) => name === pin.name).flatMap(askedOf);
    const hashes = asked.length === 0 ? pin.hashes : pin.hashes.filter((hash) => asked.includes(hash));
    if (hashes.length === 0)
      return {
        kind: "impossible",
        cause: "no-wheel",
        requirement: pin.name,
        text: `no wheel of ${pin.name} ${pin.version} has a hash that was asked for`,
      };
    pins.push({ ...pin, hashes });
  }
  return { ...resolution, pins };
}

/** Other algorithms than SHA-256 prove nothing here, for pins have no other: a goal that asks only for those finds no wheel. */
function askedOf({ hashes, url }: GoalRequirement): readonly string[] {
  const fragment = /#(?:.*&)?sha256=([0-9a-f]+)/iu.exec(url ?? "")?.[1];
  return fragment === undefined ? hashes : [...hashes, `sha256:${fragment.toLowerCase()}`];
}
