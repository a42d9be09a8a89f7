import { condaPackage, type CondaPackage, type Distribution } from "../../model/distribution.ts";
import type { Environment } from "../../model/environment.ts";
import type { Pin } from "../../model/pin.ts";
import type { Break } from "../../model/plan.ts";
import { type Spec, specReader } from "./specs.ts";

/** A violation among conda's packages, with the name of what is needed. */
export interface PackageBreak extends Break {
  readonly of: string;
}

/** Every dependency and every constraint of conda's packages in a prefix that does not hold; none where it is no prefix of conda's. */
export function packageViolations({ packages = [] }: Environment): readonly PackageBreak[] {
  if (packages.length === 0) return [];
  const read = specReader();
  const there = new Map(packages.map((one) => [one.name, one]));
  const isUnmet = ({ name, meets }: Spec): boolean => {
    const found = there.get(name);
    return !name.startsWith("__") && name !== "" && (found === undefined || !meets(found));
  };
  const isForbidden = ({ name, meets }: Spec): boolean => {
    const found = there.get(name);
    return found !== undefined && !meets(found);
  };
  return packages.flatMap(({ name, version, depends, constrains }) =>
    [...depends.map(read).filter(isUnmet), ...constrains.map(read).filter(isForbidden)].map(
      ({ name: of, text: needs }) => ({ name, version, needs, of }),
    ),
  );
}

/** A conda prefix once packages were placed and removed: what is placed is as its record in the channel says. */
export function withPackages(
  environment: Environment,
  { pins, removed }: { readonly pins: readonly Pin[]; readonly removed: readonly string[] },
): Environment {
  if (environment.packages === undefined) return environment;
  const after = new Map(environment.packages.map((one) => [one.name, one]));
  const placed = pins.filter(({ conda }) => conda !== undefined);
  for (const name of removed) after.delete(name);
  for (const pin of placed) after.set(pin.name, placedPackage(pin, environment));
  const python = placed.find(({ name }) => name === "python")?.version;
  return { ...environment, packages: [...after.values()], ...(python !== undefined && { version: python }) };
}

/** Whether conda's tools, and not pip, put a distribution there. */
export function isOfConda({ packages = [] }: Environment, { name, installer }: Distribution): boolean {
  return installer === undefined ? packages.some((one) => one.name === name) : installer === "conda";
}

/** The minor version of the Python that a distribution of pip's in a conda prefix was installed for, where the prefix is known to have another: then nothing finds it any more. */
export function lostWithPython(environment: Environment, distribution: Distribution): string | undefined {
  const { packages, version } = environment;
  const minor = /[\\/]python(\d+\.\d+)t?[\\/]/u.exec(distribution.location)?.[1];
  if (packages === undefined || version === undefined || distribution.inherited || minor === undefined)
    return undefined;
  const isFound = version === minor || version.startsWith(`${minor}.`);
  return isFound || isOfConda(environment, distribution) ? undefined : minor;
}

function placedPackage({ name, version, url, conda }: Pin, { prefix }: Environment): CondaPackage {
  return condaPackage({ name, version, record: prefix, ...conda, ...(url !== undefined && { url }) });
}
