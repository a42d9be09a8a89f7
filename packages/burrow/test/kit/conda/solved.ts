import type { CondaQuestion } from "../../../src/model/resolve.ts";
import { really } from "../real-engine.ts";
import { sharedRattler } from "./engine.ts";
import type { PackageChange } from "./plan.ts";
import { condaQuestion } from "./question.ts";

/** What the specs come to in an empty prefix, or in the one that is given: a change for a plan. Throws the solver's words. */
export async function solvedChange(
  channel: string,
  specs: readonly string[],
  given: Partial<CondaQuestion> = {},
): Promise<PackageChange> {
  const question = condaQuestion({ channels: [channel], specs, ...given });
  const resolution = await really(sharedRattler().solve(question));
  if (resolution.kind !== "resolved") throw new Error(resolution.text);
  return { pins: resolution.pins, specs };
}

/** A change's packages as the oracle of a prefix names them. */
export function titlesOf({ pins }: PackageChange): readonly string[] {
  return pins.map(({ name, version, conda }) => `${name}-${version}-${conda?.build}`);
}
