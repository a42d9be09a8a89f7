import type { GoalRequirement } from "../../model/goal.ts";
import { parseMatchSpec, specMatches } from "../../standards/match-spec.ts";
import { admitsVersion, parseSpecifier } from "../../standards/specifier-set.ts";
import { parseVersion } from "../../standards/version.ts";
import type { CondaLockFile } from "./lock-file.ts";

/** How a lock of conda's differs from what an `environment.yml` asks for, as short texts: `+ numpy>=2 (1.26.4 is locked)`. Empty when everything that is asked for is locked. */
export function lockDifferences(
  asked: readonly GoalRequirement[],
  { pins }: Pick<CondaLockFile, "pins">,
): readonly string[] {
  const locked = new Map(
    pins.map((pin) => [`${pin.conda === undefined ? "pypi" : "conda"} ${pin.name}`, pin]),
  );
  return asked.flatMap(({ kind, name, specifier, matchSpec, text, marker, url, editable }) => {
    // What stands under a condition or comes from a folder, conda-lock may have left out.
    if (name === "" || marker !== undefined || url !== undefined || editable !== undefined) return [];
    const pin = locked.get(`${kind} ${name}`);
    if (pin === undefined) return [`+ ${text}`];
    return holds(pin, kind, specifier, matchSpec) ? [] : [`~ ${text} (${pin.version} is locked)`];
  });
}

function holds(
  { name, version, conda }: CondaLockFile["pins"][number],
  kind: GoalRequirement["kind"],
  specifier: string,
  matchSpec: string | undefined,
): boolean {
  if (kind === "pypi") {
    const [set, found] = [parseSpecifier(specifier), parseVersion(version)];
    return !set.ok || !found.ok || admitsVersion(set.value, found.value, true);
  }
  const spec = parseMatchSpec(matchSpec ?? name);
  const build = conda?.build ?? "";
  return (
    !spec.ok ||
    specMatches(withoutChannel(spec.value), { name, version, build, buildNumber: buildNumber(build) })
  );
}

/** A lock names archives; which host serves a channel's name it does not tell. */
function withoutChannel<Spec extends object>(spec: Spec): Spec {
  const places = new Set(["channel", "subdir", "buildNumber", "md5", "sha256", "url", "fileName", "license"]);
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !places.has(key))) as Spec;
}

function buildNumber(build: string): number {
  return Number(/(?:^|_)(\d+)$/u.exec(build)?.[1] ?? 0);
}
