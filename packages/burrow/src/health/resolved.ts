import type { AbsolutePath } from "../model/path.ts";
import { isInside } from "../model/path.ts";
import type { Resolution } from "../model/project-list.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { HostVitals, PathSlot } from "../model/vitals.ts";

/** Who wins each command on PATH, and the gravest reason why that is not what a person means. `versionOf` tells the version of the environment at a prefix. */
export function resolved(
  host: HostVitals,
  versionOf: (prefix: AbsolutePath) => string | undefined,
): readonly Resolution[] {
  return Object.entries(host.commands).map(([command, [winner]]) => {
    if (winner === undefined) return { command, problem: reason("not-found", { command }) };
    const problem = problemOf(command, winner, host, versionOf);
    return { command, path: winner.path, ...(problem && { problem }) };
  });
}

function problemOf(
  command: string,
  { path, kind }: PathSlot,
  { active, shimVersion, pinned }: HostVitals,
  versionOf: (prefix: AbsolutePath) => string | undefined,
): Reason | undefined {
  if (kind === "broken") return reason("broken-winner", { command, path });
  if (active === undefined)
    return kind === "shim" && shimVersion === undefined
      ? reason("no-version-set", { command, path })
      : undefined;
  if (!isInside(path, active)) return reason("shadowed", { active, command, path });
  const version = versionOf(active);
  return pinned === undefined || version === undefined || fitsPin(pinned.text, version)
    ? undefined
    : reason("pin-drift", { file: pinned.file, asked: pinned.text, version });
}

/** Whether a version begins with what a pin names; what names no plain version is left to the planner. */
export function fitsPin(pin: string, version: string): boolean {
  if (!/^\d+(?:\.\d+)*$/u.test(pin)) return true;
  return version === pin || version.startsWith(`${pin}.`);
}
