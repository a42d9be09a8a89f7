import type { CondaPackage } from "../../model/distribution.ts";
import type { Environment } from "../../model/environment.ts";
import type { Goal } from "../../model/goal.ts";
import type { Pin } from "../../model/pin.ts";
import { virtualPackages } from "../../standards/virtual-packages.ts";
import type { Clash, Fit, Missing } from "../fit-result.ts";
import type { Installed } from "../installed.ts";
import { pypiFit } from "../pypi-fit.ts";
import type { Reader } from "../reader.ts";
import { type Spec, specReader } from "./specs.ts";

/** What conda's packages lack, and what is in the way. */
interface PackagesFit {
  readonly missing: readonly Missing[];
  readonly clashes: readonly Clash[];
  readonly needed: ReadonlySet<string>;
}

/** Compares a conda prefix with a goal: its specs (or what a fresh lock says, to the build) and all that these depend on, then what pip is asked for on top. */
export function condaFit(environment: Environment, installed: Installed, goal: Goal, reader: Reader): Fit {
  const { missing, clashes, needed } = packagesFit(environment, goal);
  const onTop = fitOnTop(environment, installed, goal, reader);
  return {
    missing: [...missing, ...(onTop?.missing ?? [])],
    clashes: [...clashes, ...(onTop?.clashes ?? [])],
    unproven: onTop?.unproven ?? [],
    unmet: onTop?.unmet ?? [],
    needed,
    asked: goal.requirements.length,
    project: onTop?.project ?? "none",
    warnings: onTop?.warnings ?? [],
    ...(onTop && { onTop }),
  };
}

function packagesFit(environment: Environment, goal: Goal): PackagesFit {
  const { packages = [] } = environment;
  const there = new Map(packages.map((one) => [one.name, one]));
  const read = specReader();
  const missing = new Map<string, Missing>();
  const clashes: Clash[] = [];
  const needed = new Set<string>();
  const lacks = (name: string, text: string, by?: string): void => {
    if (!missing.has(text)) missing.set(text, { name, text, ...(by !== undefined && { by }) });
  };
  const locked = goal.conda?.locked?.filter(({ conda }) => conda !== undefined);
  for (const pin of locked ?? []) {
    const found = there.get(pin.name);
    if (found === undefined) lacks(pin.name, titleOf(pin));
    else if (isThe(found, pin)) needed.add(pin.name);
    else clashes.push(clashOf(found, `==${pin.version}`, titleOf(pin)));
  }
  if (locked === undefined)
    for (const { kind, matchSpec, name, text } of goal.requirements) {
      if (kind !== "conda") continue;
      const spec = read(matchSpec ?? name);
      const found = there.get(spec.name);
      if (found === undefined) lacks(spec.name, text);
      else if (spec.meets(found)) needed.add(found.name);
      else clashes.push(clashOf(found, text.slice(spec.name.length).trim() || text, text));
    }
  for (const { by, spec } of dependencies(needed, there, read)) {
    const found = there.get(spec.name);
    if (found === undefined) lacks(spec.name, spec.text, by);
    else if (!spec.meets(found)) clashes.push({ ...clashOf(found, versionsOf(spec), spec.text), by });
  }
  for (const { kind, matchSpec, name } of goal.constraints) {
    const spec = read(matchSpec ?? name);
    const found = kind === "conda" && needed.has(spec.name) ? there.get(spec.name) : undefined;
    if (found !== undefined && !spec.meets(found)) clashes.push(clashOf(found, versionsOf(spec), spec.text));
  }
  clashes.push(
    ...forbidden(packages, needed, there, read),
    ...clashesWithMachine(environment, needed, there, read),
  );
  return { missing: [...missing.values()], clashes, needed };
}

/** How it stands to what pip is asked for; undefined when that is nothing. */
function fitOnTop(
  environment: Environment,
  installed: Installed,
  goal: Goal,
  reader: Reader,
): Fit | undefined {
  const requirements = goal.requirements.filter(({ kind }) => kind === "pypi");
  if (requirements.length === 0) return undefined;
  const constraints = goal.constraints.filter(({ kind }) => kind === "pypi");
  return pypiFit(environment, installed, { ...goal, requirements, constraints }, reader);
}

/** All that the packages depend on, and what those do; what the machine itself is (`__glibc`) stands apart. */
function* dependencies(
  needed: Set<string>,
  there: ReadonlyMap<string, CondaPackage>,
  read: (text: string) => Spec,
): Generator<{ readonly by: string; readonly spec: Spec }> {
  // The set grows while it is walked.
  for (const by of needed)
    for (const text of there.get(by)?.depends ?? []) {
      if (text.startsWith("__")) continue;
      const spec = read(text);
      if (spec.name === "") continue; // a language that burrow does not read is not held against a package
      if (there.has(spec.name)) needed.add(spec.name);
      yield { by, spec };
    }
}

/** What packages need of the machine itself, as far as planning can tell it without a look: `__glibc`, `__unix`, `__osx` … */
function clashesWithMachine(
  { platform }: Environment,
  needed: ReadonlySet<string>,
  there: ReadonlyMap<string, CondaPackage>,
  read: (text: string) => Spec,
): readonly Clash[] {
  const offered = new Map(virtualPackages(platform).map((one) => [one.name, one]));
  return [...needed].flatMap((by) =>
    (there.get(by)?.depends ?? [])
      .filter((text) => text.startsWith("__"))
      .map(read)
      .flatMap((spec): readonly Clash[] => {
        const found = offered.get(spec.name);
        if (found === undefined || spec.meets({ subdir: "", channel: "", ...found })) return [];
        const { name, text } = spec;
        return [{ name, installed: found.version, specifier: versionsOf(spec), text, by }];
      }),
  );
}

/** What is needed and another package there forbids (`constrains`). */
function forbidden(
  packages: readonly CondaPackage[],
  needed: ReadonlySet<string>,
  there: ReadonlyMap<string, CondaPackage>,
  read: (text: string) => Spec,
): readonly Clash[] {
  return packages.flatMap(({ name: by, constrains }) =>
    constrains.map(read).flatMap((spec): readonly Clash[] => {
      const found = needed.has(spec.name) ? there.get(spec.name) : undefined;
      if (found === undefined || spec.meets(found)) return [];
      return [{ ...clashOf(found, versionsOf(spec), spec.text), by }];
    }),
  );
}

/** Whether a package is the very archive, as far as the pin tells. */
export function isThe(there: CondaPackage, { version, hashes, conda }: Pin): boolean {
  if (there.version !== version || (conda?.build !== "" && conda?.build !== there.build)) return false;
  const known = [there.sha256 && `sha256:${there.sha256}`, there.md5 && `md5:${there.md5}`];
  const same = known.filter(
    (hash) => hash !== undefined && hashes.some((one) => one.split(":")[0] === hash.split(":")[0]),
  );
  return same.every((hash) => hash !== undefined && hashes.includes(hash));
}

function versionsOf({ versions, text }: Spec): string {
  return versions === "" ? text : versions;
}

/** What is there in the place of what is asked for. */
export function clashOf({ name, version }: CondaPackage, specifier: string, text: string): Clash {
  return { name, installed: version, specifier, text };
}

/** A pin as people write it, to the build. */
export function titleOf({ name, version, conda }: Pin): string {
  return `${name}==${version}${conda?.build ? `=${conda.build}` : ""}`;
}
