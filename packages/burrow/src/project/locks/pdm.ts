import { wanted, type LockPin } from "../../standards/lock-graph.ts";
import { parsePdmLock, type PdmLocked } from "../../standards/pdm-lock.ts";
import { specifierContains } from "../../standards/specifier-set.ts";
import { pdmHash } from "./content-hash.ts";
import type { LockAnswer, LockQuestion } from "./lock.ts";
import { pinned, unmet } from "./pins.ts";
import { rootsOf } from "./requirement-edges.ts";

/**
 * Reads a `pdm.lock`. Where it says which groups a package is for (`inherit_metadata`), these count, extras being groups for PDM; else the packages are those that the
 * manifest's requirements lead to. Fresh when its SHA-256 is that of the manifest; without one, when its pins meet the manifest.
 */
export function readPdmLock({ file, text, manifest, selection, scope }: LockQuestion): LockAnswer {
  const read = parsePdmLock(text);
  if (!read.ok) return read;
  const { packages, contentHash, groups } = read.lock;
  const taken = ["default", ...selection.groups, ...selection.extras];
  const grouped = packages.every((one) => one.groups !== undefined);
  const found = grouped
    ? { pins: packages.flatMap((one) => pinFor(one, taken)), missing: [] }
    : wanted(
        packages.map(({ node }) => node),
        rootsOf(manifest.requirements),
      );
  const { pins, problems } = pinned(once(found.pins), file, scope);
  const absent = groups ? taken.filter((group) => group !== "default" && !groups.includes(group)) : [];
  const sha = /^sha256:([0-9a-f]+)$/u.exec(contentHash ?? "")?.[1];
  const differs =
    sha === undefined
      ? unmet(manifest.requirements, pins, specifierContains)
      : sha === pdmHash(manifest.text)
        ? []
        : ["its content_hash is another"];
  return {
    ok: true,
    pins,
    problems,
    differences: [
      ...differs,
      ...absent.map((group) => `+ group ${group}`),
      ...found.missing.map((name) => `\`${name}\` is needed and not in it`),
    ],
  };
}

function pinFor({ node, groups = [] }: PdmLocked, taken: readonly string[]): readonly LockPin[] {
  if (!groups.some((group) => taken.includes(group))) return [];
  return [{ node, extras: [], ...(node.marker !== undefined && { marker: node.marker }) }];
}

/** A package that is there with and without extras is one; the entry without a marker, or the first, stands for all. */
function once(pins: readonly LockPin[]): readonly LockPin[] {
  const found = new Map<string, LockPin>();
  for (const pin of pins) {
    const key = `${pin.node.name} ${pin.node.version ?? ""}`;
    const known = found.get(key);
    if (known === undefined || (known.marker !== undefined && pin.marker === undefined))
      found.set(key, { ...pin, extras: [] });
  }
  return [...found.values()];
}
