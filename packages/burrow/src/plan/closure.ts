import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import { type Installed, needsOf } from "./installed.ts";
import type { Need, Reader } from "./reader.ts";

/** Something needed, and who needs it. */
export interface Root {
  readonly need: Need;
  /** The installed distribution that needs it; absent when a goal itself asks. */
  readonly by?: string;
}

/** One need of a closure and how it is met. */
export interface Met extends Root {
  /** Absent when nothing of the name is installed. */
  readonly distribution?: Distribution;
  /** Whether the installed version is one that is asked for. */
  readonly fits: boolean;
}

/**
 * Walks what the roots need, and what that needs, breadth first: what is asked for is judged before what that needs.
 * What is missing or of another version leads nowhere.
 */
export function* closureOf(
  roots: readonly Root[],
  environment: Environment,
  installed: Installed,
  reader: Reader,
): Generator<Met> {
  const visited = new Set<string>();
  const queue = [...roots];
  // The queue grows while it is walked.
  for (const root of queue) {
    const { name, extras, specifier } = root.need;
    const key = `${name}[${extras.join(",")}]${specifier}`;
    if (visited.has(key)) continue;
    visited.add(key);
    const distribution = installed.get(name);
    const fits = distribution !== undefined && reader.contains(specifier, distribution.version);
    yield { ...root, ...(distribution && { distribution }), fits };
    if (!fits) continue;
    for (const need of needsOf(distribution, environment, extras, reader)) queue.push({ need, by: name });
  }
}
