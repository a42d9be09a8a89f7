import type { CondaGoal, GoalRequirement } from "../../model/goal.ts";
import { sha256 } from "../../standards/sha256.ts";

/**
 * The hash that burrow records in a `conda-lock.yml` of what was asked for on a platform. That of conda-lock itself is not compared: it depends on the
 * virtual packages of the release that wrote it, so that another one says nothing of the manifest.
 */
export function condaContentHash(
  { channels }: Pick<CondaGoal, "channels">,
  requirements: readonly GoalRequirement[],
  platform: string,
): string {
  const specs = requirements
    .map(({ kind, matchSpec, name, text }) => (kind === "pypi" ? `pip: ${text}` : (matchSpec ?? name)))
    .toSorted();
  return sha256(new TextEncoder().encode(JSON.stringify({ channels, platform, specs })));
}
