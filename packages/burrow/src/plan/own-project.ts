import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { Goal } from "../model/goal.ts";
import type { Installed } from "./installed.ts";
import type { Reader } from "./reader.ts";

/**
 * How the project itself stands in an environment: not a project that installs, held, not installed, installed from older metadata,
 * or something else of its name is there, such as a released wheel of it.
 */
export type ProjectState = "none" | "held" | "absent" | "stale" | "other";

/** What is installed of the project: what has its name, or where only a build can tell that, what is an editable install of its folder. */
export function installedProject(installed: Installed, { project }: Goal): Distribution | undefined {
  if (project === undefined) return undefined;
  return project.name === undefined
    ? [...installed.values()].find(({ editable }) => editable === project.root)
    : installed.get(project.name);
}

/**
 * The project itself holds when `direct_url.json` names its folder, editable (PEP 610), and its requirements are those it was installed with.
 * Requirements that only a build can tell (`dynamic`) are taken to be unchanged.
 */
export function projectState(
  installed: Installed,
  goal: Goal,
  environment: Environment,
  reader: Reader,
): ProjectState {
  const { project } = goal;
  if (project === undefined) return "none";
  const found = installedProject(installed, goal);
  if (found === undefined) return "absent";
  if (found.editable !== project.root) return "other";
  if (project.requires === undefined) return "held";
  const then = printed(
    found.requires.filter((text) => !mentionsExtra(text, environment, reader)),
    reader,
  );
  const now = printed(project.requires, reader);
  return then === now ? "held" : "stale";
}

/** A requirement that applies only when an extra is asked for is not one of the project's own. */
function mentionsExtra(text: string, environment: Environment, reader: Reader): boolean {
  const marker = reader.requirement(text)?.marker;
  return marker !== undefined && /\bextra\b/u.test(marker) && !reader.applies(marker, environment, []);
}

function printed(texts: readonly string[], reader: Reader): string {
  return [...new Set(texts.map((text) => reader.requirement(text)?.text ?? text))].toSorted().join("\n");
}
