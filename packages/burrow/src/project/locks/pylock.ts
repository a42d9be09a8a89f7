import type { LockNode, LockPin, LockSource } from "../../standards/lock-graph.ts";
import { tableLines } from "../../standards/lock-lines.ts";
import { parsePylock, type LockedPackage, type Pylock } from "../../standards/pylock.ts";
import { specifierContains } from "../../standards/specifier-set.ts";
import { vcsAddress } from "../../standards/vcs-address.ts";
import { normalizeName } from "../../standards/name.ts";
import { pdmHash } from "./content-hash.ts";
import type { LockAnswer, LockQuestion } from "./lock.ts";
import { pinned, unmet } from "./pins.ts";
import { underSelection, type Selected } from "./selection-marker.ts";

/**
 * Reads a `pylock.toml` (PEP 751) under the selected extras and groups, and those of its default groups that are none of the project's. The standard keeps no record of the manifest, so it is
 * fresh unless PDM recorded another hash in it, it is for other Pythons, or its pins do not meet what the manifest asks for.
 */
export function readPylock({ file, text, manifest, selection, scope }: LockQuestion): LockAnswer {
  const read = parsePylock(text);
  if (!read.ok) return read;
  const { lock } = read;
  // A default group that is none of the project's stands for its own dependencies, which are always wanted.
  const synthetic = lock["default-groups"]
    .map(normalizeName)
    .filter((group) => !manifest.pyproject.groups.has(group));
  const groups = [...synthetic, ...selection.groups];
  const selected: Selected = { extras: selection.extras, groups };
  const lines = tableLines(text, "packages");
  const wanted = lock.packages.flatMap((one, index): readonly LockPin[] => {
    const when = underSelection(one.marker, selected);
    if (when === false) return [];
    return [
      { node: nodeOf(one, lines[index] ?? 1), extras: [], ...(when !== undefined && { marker: when }) },
    ];
  });
  const { pins, problems } = pinned(wanted, file, scope);
  return { ok: true, pins, problems, differences: differencesOf(lock, manifest, selected, pins) };
}

function differencesOf(
  lock: Pylock,
  { text, requirements }: LockQuestion["manifest"],
  { extras, groups }: Selected,
  pins: Parameters<typeof unmet>[1],
): readonly string[] {
  const recorded = lock.tool?.pdm?.hashes?.["sha256"];
  const offered = lock.extras.map(normalizeName);
  const known = lock["dependency-groups"].map(normalizeName);
  const absent = [
    ...extras.filter((extra) => !offered.includes(extra)).map((extra) => `+ extra ${extra}`),
    // A lock that knows no groups may be for a selection that was made when it was written.
    ...groups
      .filter((group) => known.length > 0 && !known.includes(group))
      .map((group) => `+ group ${group}`),
  ];
  if (recorded !== undefined)
    return [...(recorded === pdmHash(text) ? [] : ["its hash is another"]), ...absent];
  return [...unmet(requirements, pins, specifierContains), ...absent];
}

function nodeOf(one: LockedPackage, line: number): LockNode {
  const files = [...one.wheels, ...(one.sdist ? [one.sdist] : []), ...(one.archive ? [one.archive] : [])];
  const hashes = files.flatMap((file) =>
    Object.entries(file.hashes).map(([algorithm, hex]) => `${algorithm}:${hex}`),
  );
  return {
    name: one.name,
    ...(one.version !== undefined && { version: one.version }),
    source: sourceOf(one),
    hashes: [...new Set(hashes)],
    line,
    needs: [],
    extras: new Map(),
  };
}

function sourceOf({ vcs, archive, directory, index }: LockedPackage): LockSource {
  if (vcs) {
    const place = vcs.url ?? vcs.path ?? "";
    return {
      kind: "url",
      url: vcsAddress(vcs.type, place, { revision: vcs["commit-id"], subdirectory: vcs.subdirectory }),
    };
  }
  if (directory) return { kind: "path", path: directory.path, editable: directory.editable };
  if (archive?.url !== undefined) {
    const { url, subdirectory } = archive;
    return { kind: "url", url: subdirectory === undefined ? url : `${url}#subdirectory=${subdirectory}` };
  }
  if (archive?.path !== undefined) return { kind: "path", path: archive.path, editable: false };
  return { kind: "index", ...(index !== undefined && { url: index }) };
}
