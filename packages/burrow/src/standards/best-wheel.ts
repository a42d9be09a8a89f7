import { orderOf } from "./compare-versions.ts";
import { hasTag, type Tag } from "./tag.ts";
import { compareBuilds, type WheelName } from "./wheel-name.ts";

/** How much the tags (the preferred first) like the wheel: the index of the first that it has; undefined when the wheel does not fit. */
export function wheelRank(wheel: WheelName, tags: readonly Tag[]): number | undefined {
  const rank = tags.findIndex((tag) => hasTag(wheel.tags, tag));
  return rank === -1 ? undefined : rank;
}

/** The wheel to install of those that fit the tags: the newest version, then the best tag, then the highest build. Undefined when none fits. */
export function bestWheel<Wheel extends WheelName>(
  wheels: readonly Wheel[],
  tags: readonly Tag[],
): Wheel | undefined {
  let best: { readonly wheel: Wheel; readonly rank: number } | undefined;
  for (const wheel of wheels) {
    const rank = wheelRank(wheel, tags);
    if (rank === undefined) continue;
    const order =
      best === undefined
        ? 1
        : orderOf(wheel.version, best.wheel.version) ||
          Math.sign(best.rank - rank) ||
          compareBuilds(wheel.build, best.wheel.build);
    if (order > 0) best = { wheel, rank };
  }
  return best?.wheel;
}
