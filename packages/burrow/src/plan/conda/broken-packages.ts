import type { CondaPackage } from "../../model/distribution.ts";
import type { Pin } from "../../model/pin.ts";
import type { Break } from "../../model/plan.ts";
import { type Spec, specReader } from "./specs.ts";

type Kept = Omit<CondaPackage, "record" | "problems" | "requested">;

/** What of conda's packages a change would newly break: a dependency or a constraint of one that stays, or of one that comes, that held before and would not any more. */
export function brokenPackages(
  packages: readonly CondaPackage[],
  { pins, removed }: { readonly pins: readonly Pin[]; readonly removed: readonly string[] },
): readonly Break[] {
  if (packages.length === 0) return [];
  const read = specReader();
  const before = new Map<string, Kept>(packages.map((one) => [one.name, one]));
  const after = new Map(before);
  for (const name of removed) after.delete(name);
  for (const pin of pins) if (pin.conda !== undefined) after.set(pin.name, placed(pin, pin.conda));
  const old = new Set(violations(before, read).map(keyOf));
  return violations(after, read).filter((one) => !old.has(keyOf(one)));
}

function violations(packages: ReadonlyMap<string, Kept>, read: (text: string) => Spec): readonly Break[] {
  return [...packages.values()].flatMap(({ name, version, depends, constrains }) => {
    const unmet = depends.map(read).filter((spec) => {
      const found = packages.get(spec.name);
      return !spec.name.startsWith("__") && spec.name !== "" && (found === undefined || !spec.meets(found));
    });
    const forbidden = constrains.map(read).filter((spec) => {
      const found = packages.get(spec.name);
      return found !== undefined && !spec.meets(found);
    });
    return [...unmet, ...forbidden].map(({ text }) => ({ name, version, needs: text }));
  });
}

function keyOf({ name, needs }: Break): string {
  return `${name} ${needs}`;
}

function placed(
  { name, version, url }: Pin,
  { build, buildNumber = 0, subdir, channel, depends = [], constrains = [] }: NonNullable<Pin["conda"]>,
): Kept {
  return {
    name,
    version,
    build,
    buildNumber,
    subdir,
    channel,
    depends,
    constrains,
    ...(url !== undefined && { url }),
  };
}
