import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { Goal } from "../model/goal.ts";
import type { Pin } from "../model/pin.ts";
import type { Marked, Need, Reader } from "./reader.ts";

/** The distributions that an `import` in the environment would meet: of two layers, the one above wins. Keyed by normalised name. */
export type Installed = ReadonlyMap<string, Distribution>;

/** What is installed, layers merged. */
export function installedIn(environment: Environment): Installed {
  const installed = new Map<string, Distribution>();
  for (const distribution of environment.distributions) {
    const seen = installed.get(distribution.name);
    if (seen === undefined || (seen.inherited && !distribution.inherited))
      installed.set(distribution.name, distribution);
  }
  return installed;
}

/** Something that is there and that a pin may replace. */
export interface Held {
  readonly name: string;
  readonly version: string;
  /** Of conda's packages. */
  readonly build?: string;
  readonly inherited?: boolean;
  readonly editable?: string;
}

/** What pins of a goal are placed among: conda's packages for a goal of conda's, else the distributions. By name. */
export function heldIn(
  environment: Environment,
  { backend }: Pick<Goal, "backend">,
): ReadonlyMap<string, Held> {
  if (backend === "venv") return installedIn(environment);
  return new Map((environment.packages ?? []).map((one) => [one.name, one]));
}

/** Whether a pin puts something else in the place of what is there: another version, of conda's also another build of it. */
export function isReplaced(there: Held, { version, conda }: Pin, reader: Reader): boolean {
  return conda === undefined
    ? !reader.sameVersion(there.version, version)
    : there.version !== version || there.build !== conda.build;
}

/** What one distribution needs now: its `Requires-Dist` lines whose markers hold here for the extras asked of it. */
export function needsOf(
  distribution: Distribution,
  environment: Marked,
  extras: readonly string[],
  reader: Reader,
): readonly Need[] {
  const needs: Need[] = [];
  for (const text of distribution.requires) {
    if (extras.length === 0 && isForAnExtra(text)) continue;
    const requirement = reader.requirement(text);
    if (requirement === undefined) continue;
    if (!reader.applies(requirement.marker, environment, extras)) continue;
    needs.push(requirement);
  }
  return needs;
}

/**
 * Whether a line needs an extra, told without reading it: its marker says `extra ==` and no `or`. Most lines of an environment are such lines,
 * and a conjunction with a clause that fails has failed whatever else it says.
 */
function isForAnExtra(text: string): boolean {
  const marker = text.indexOf(";");
  return marker !== -1 && /\bextra\s*==/u.test(text.slice(marker)) && !/\bor\b/u.test(text.slice(marker));
}

/** The need as people write it: `urllib3<2.1`, `uvicorn[standard]>=0.20`. */
export function needText({
  name,
  extras,
  specifier,
  url,
}: Pick<Need, "name" | "extras" | "specifier" | "url">): string {
  const head = extras.length === 0 ? name : `${name}[${extras.join(",")}]`;
  return url === undefined ? `${head}${specifier}` : `${head} @ ${url}`;
}
