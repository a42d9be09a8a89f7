import type { CondaPackage } from "../../model/distribution.ts";
import type { Environment } from "../../model/environment.ts";
import type { Goal } from "../../model/goal.ts";
import type { Pin } from "../../model/pin.ts";
import type { Reason } from "../../model/reason.ts";
import { type MatchSpec, parseMatchSpec, specMatches } from "../../standards/match-spec.ts";
import { virtualPackages } from "../../standards/virtual-packages.ts";
import { fitOf } from "../fit.ts";
import type { Clash } from "../fit-result.ts";
import { specReader } from "./specs.ts";
import { installedIn } from "../installed.ts";
import type { Reader } from "../reader.ts";

/** How a conda prefix stands to a goal of conda's. */
export interface CondaFit {
  /** Texts of what is not there at all, as asked for. */
  readonly missing: readonly string[];
  /** What is there at another version or build than is asked for. */
  readonly clashes: readonly Clash[];
  /** What pip is asked for and the prefix does not hold. */
  readonly pip: readonly string[];
  /** Something needed that cannot be relied on. */
  readonly ailment?: Reason;
  readonly asked: number;
}

/** Compares a conda prefix with a goal: its specs (or what a fresh lock says, to the build) and all that these depend on, then pip's part. */
export function condaFit(environment: Environment, goal: Goal, reader: Reader): CondaFit {
  const packages = environment.packages ?? [];
  const installed = new Map(packages.map((one) => [one.name, one]));
  const missing: string[] = [];
  const clashes: Clash[] = [];
  const needed = new Set<string>();
  const locked = goal.conda?.locked?.filter(({ conda }) => conda !== undefined);
  const asked = goal.requirements.filter(({ kind }) => kind === "conda");
  for (const pin of locked ?? []) {
    const there = installed.get(pin.name);
    if (there === undefined) missing.push(titleOf(pin));
    else if (isThe(there, pin)) needed.add(pin.name);
    else clashes.push(clashOf(there, `==${pin.version}`, titleOf(pin)));
  }
  if (locked === undefined)
    for (const { matchSpec, name, text } of asked) {
      const spec = parseMatchSpec(matchSpec ?? name);
      if (!spec.ok) continue; // the goal has told it as a problem
      const there = installed.get(spec.value.name);
      if (there === undefined) missing.push(text);
      else if (specMatches(spec.value, matched(there))) needed.add(there.name);
      else clashes.push(clashOf(there, text.slice(spec.value.name.length).trim() || text, text));
    }
  for (const { spec, text } of dependencies(needed, installed)) {
    const there = installed.get(spec.name);
    if (there === undefined) missing.push(text);
    else if (!specMatches(spec, matched(there)))
      clashes.push(clashOf(there, text.slice(spec.name.length).trim(), text));
  }
  clashes.push(...forbidden(packages, needed), ...machineClashes(environment, needed));
  const ailment = packages.find(({ name, problems }) => needed.has(name) && problems.length > 0)?.problems[0];
  return {
    missing: [...new Set(missing)],
    clashes,
    pip: pipPart(environment, goal, reader),
    ...(ailment && { ailment }),
    asked: goal.requirements.length,
  };
}

/** Whether nothing is to be done. */
export function holds({ missing, clashes, pip, ailment }: CondaFit): boolean {
  return missing.length + clashes.length + pip.length === 0 && ailment === undefined;
}

function pipPart(environment: Environment, goal: Goal, reader: Reader): readonly string[] {
  const requirements = goal.requirements.filter(({ kind }) => kind === "pypi");
  if (requirements.length === 0) return [];
  const { missing, clashes, unproven } = fitOf(
    environment,
    installedIn(environment),
    { ...goal, requirements },
    reader,
  );
  return [
    ...missing.map(({ text }) => text),
    ...clashes.map(({ text }) => text),
    ...unproven.map(({ requirement }) => requirement.text),
  ];
}

/** All that the packages depend on, and what those do; what the machine itself is (`__glibc`) the engine judged. */
function* dependencies(
  needed: Set<string>,
  installed: ReadonlyMap<string, CondaPackage>,
): Generator<{ readonly spec: MatchSpec; readonly text: string }> {
  for (const name of needed)
    for (const text of installed.get(name)?.depends ?? []) {
      if (text.startsWith("__")) continue;
      const spec = parseMatchSpec(text);
      if (!spec.ok) continue; // a language that burrow does not read is not held against a package
      needed.add(spec.value.name);
      yield { spec: spec.value, text };
    }
}

/** What packages need of the machine itself, as far as planning can tell it without a look: `__glibc`, `__unix`, `__osx` … */
function machineClashes(
  { packages = [], platform }: Environment,
  needed: ReadonlySet<string>,
): readonly Clash[] {
  const offered = new Map(virtualPackages(platform).map((one) => [one.name, one]));
  const read = specReader();
  return packages
    .filter(({ name }) => needed.has(name))
    .flatMap(({ name: by, depends }) =>
      depends
        .filter((text) => text.startsWith("__"))
        .map(read)
        .flatMap(({ name, versions, text, meets }): readonly Clash[] => {
          const there = offered.get(name);
          if (there === undefined || meets({ subdir: "", channel: "", ...there })) return [];
          return [{ name, installed: there.version, specifier: versions === "" ? text : versions, text, by }];
        }),
    );
}

/** What is needed and another package there forbids (`constrains`). */
function forbidden(packages: readonly CondaPackage[], needed: ReadonlySet<string>): readonly Clash[] {
  const installed = new Map(packages.map((one) => [one.name, one]));
  const read = specReader();
  return packages.flatMap(({ name: by, constrains }) =>
    constrains.map(read).flatMap(({ name, versions, text, meets }): readonly Clash[] => {
      const there = needed.has(name) ? installed.get(name) : undefined;
      if (there === undefined || meets(there)) return [];
      return [{ ...clashOf(there, versions === "" ? text : versions, text), by }];
    }),
  );
}

/** The very archive, as far as the lock tells. */
function isThe(there: CondaPackage, { version, hashes, conda }: Pin): boolean {
  if (there.version !== version || (conda?.build !== "" && conda?.build !== there.build)) return false;
  const known = [there.sha256 && `sha256:${there.sha256}`, there.md5 && `md5:${there.md5}`];
  const same = known.filter(
    (hash) => hash !== undefined && hashes.some((one) => one.split(":")[0] === hash.split(":")[0]),
  );
  return same.every((hash) => hash !== undefined && hashes.includes(hash));
}

function matched({ name, version, build, buildNumber, subdir, channel, url, sha256, md5 }: CondaPackage) {
  return {
    name,
    version,
    build,
    buildNumber,
    ...(subdir !== "" && { subdir }),
    ...(channel !== "" && { channel }),
    ...(url !== undefined && { url }),
    ...(sha256 !== undefined && { sha256 }),
    ...(md5 !== undefined && { md5 }),
  };
}

function clashOf({ name, version }: CondaPackage, specifier: string, text: string): Clash {
  return { name, installed: version, specifier, text };
}

function titleOf({ name, version, conda }: Pin): string {
  return `${name}==${version}${conda?.build ? `=${conda.build}` : ""}`;
}
