import { wanted, type LockPin } from "../../standards/lock-graph.ts";
import { anyOf } from "../../standards/marker-algebra.ts";
import { parseMarker } from "../../standards/marker.ts";
import { parsePoetryLock, type PoetryLocked } from "../../standards/poetry-lock.ts";
import { poetryHashes } from "./content-hash.ts";
import type { LockAnswer, LockQuestion } from "./lock.ts";
import { pinned } from "./pins.ts";
import { rootsOf } from "./requirement-edges.ts";
import { underSelection, type Selected } from "./selection-marker.ts";

/**
 * Reads a `poetry.lock`. Since version 2.1 it says which groups a package is for; from an older one the packages are those that the manifest's requirements lead to.
 * Fresh when its hash is that of the manifest.
 */
export function readPoetryLock({ file, text, manifest, selection, scope }: LockQuestion): LockAnswer {
  const read = parsePoetryLock(text);
  if (!read.ok) return read;
  const { packages, contentHash, writtenBy } = read.lock;
  const fresh = contentHash !== undefined && poetryHashes(manifest.text, writtenBy).includes(contentHash);
  const selected: Selected = { extras: selection.extras, groups: ["main", ...selection.groups] };
  const grouped = packages.every(({ groups }) => groups !== undefined);
  const { pins, missing } = grouped
    ? { pins: packages.flatMap((one) => pinFor(one, selected)), missing: [] }
    : wanted(
        packages.map(({ node }) => node),
        rootsOf(manifest.requirements),
      );
  return {
    ok: true,
    ...pinned(pins, file, scope),
    differences: fresh
      ? missing.map((name) => `\`${name}\` is needed and not in it`)
      : ["its content-hash is another"],
  };
}

/** The package when one of the selected groups has it, under the conditions of these. */
function pinFor({ node, groups = [], groupMarkers }: PoetryLocked, selected: Selected): readonly LockPin[] {
  const taken = groups.filter((group) => selected.groups.includes(group));
  const conditions = taken
    .map((group) => underSelection(groupMarkers.get(group) ?? node.marker, selected))
    .filter((one) => one !== false);
  if (conditions.length === 0) return [];
  const texts = [...new Set(conditions)];
  const markers = texts.map((text) => (text === undefined ? undefined : parseMarker(text)));
  if (markers.includes(undefined)) return [{ node, extras: [] }];
  const bad = texts.find((_, at) => markers[at]?.ok === false);
  const any = anyOf(markers.flatMap((one) => (one?.ok === true ? [one.value] : [])));
  return [{ node, extras: [], marker: bad ?? String(any) }];
}
