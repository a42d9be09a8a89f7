import type { GoalRequirement } from "../../model/goal.ts";
import { join, parent, type AbsolutePath } from "../../model/path.ts";
import type { FileProblem } from "../../model/text-origin.ts";
import { fileUrl } from "../../standards/file-url.ts";
import type { LockNode, LockPin } from "../../standards/lock-graph.ts";
import { parseMarker } from "../../standards/marker.ts";
import { isValidName } from "../../standards/name.ts";
import { printable } from "../../standards/printable.ts";
import { parseVersion } from "../../standards/version.ts";
import { masked } from "../credentials.ts";
import type { Scope } from "../reading.ts";
import { inFile } from "../source-text.ts";
import { LOCK_AGAIN } from "./lock.ts";

/** The pins of a lock as requirements, each with the line of its package; what is no name, version, address or marker is a problem there. */
export function pinned(
  pins: readonly LockPin[],
  file: AbsolutePath,
  scope: Scope,
): { readonly pins: readonly GoalRequirement[]; readonly problems: readonly FileProblem[] } {
  const kept: GoalRequirement[] = [];
  const problems: FileProblem[] = [];
  for (const pin of pins) {
    const read = pinOf(pin, file, scope);
    if (typeof read === "string")
      problems.push(inFile(file, { message: read, hint: LOCK_AGAIN, line: pin.node.line, column: 1 }));
    else kept.push(read);
  }
  return { pins: kept, problems };
}

/** The requirement, or what is wrong with it. */
function pinOf(
  { node, extras, marker }: LockPin,
  file: AbsolutePath,
  scope: Scope,
): GoalRequirement | string {
  const { name, hashes, line } = node;
  const wrong = [name, ...extras].find((text) => !isValidName(text));
  if (wrong !== undefined) return `\`${printable(wrong)}\` is not a name`;
  const when = marker === undefined ? undefined : parseMarker(marker);
  if (when?.ok === false) return `\`${printable(marker ?? "")}\` is not a marker: ${when.problem.message}`;
  const place = placeOf(node, file, scope);
  if (typeof place === "string") return place;
  return {
    kind: "pypi",
    name,
    extras,
    hashes,
    fromLock: true,
    ...place,
    ...(when && { marker: String(when.value) }),
    origin: { file, line, column: 1 },
  };
}

type Place = Pick<GoalRequirement, "specifier" | "text" | "url" | "editable">;

function placeOf({ name, version, source }: LockNode, file: AbsolutePath, { files }: Scope): Place | string {
  switch (source.kind) {
    case "url":
      return /[\s\p{Cc}]/u.test(source.url)
        ? `\`${printable(source.url)}\` is not an address`
        : { specifier: "", url: source.url, text: `${name} @ ${printable(masked(source.url))}` };
    case "path": {
      if (source.path.includes("\u0000")) return `\`${printable(source.path)}\` is not a path`;
      const path = join(parent(file), source.path);
      const url = fileUrl(path);
      const text = `${name} @ ${printable(source.path)}`;
      if (files.isFolder(path))
        return { specifier: "", url, text, ...(source.editable && { editable: path }) };
      return files.fact(path).was === "absent"
        ? `\`${printable(source.path)}\` is not there`
        : { specifier: "", url, text };
    }
    case "index": {
      if (version === "*") return { specifier: "", text: name };
      const read = parseVersion(version ?? "");
      if (!read.ok) return `\`${name}\` has no version that PEP 440 knows: \`${printable(version ?? "")}\``;
      const specifier = `==${String(read.value)}`;
      return { specifier, text: name + specifier };
    }
  }
}

/**
 * How pins fail to meet what the manifest asks for, where the lock has no record of its own: a name that is not there, a version that is not asked for.
 * A requirement with a marker may be missing, for a lock may be for one platform only.
 */
export function unmet(
  requirements: readonly GoalRequirement[],
  pins: readonly GoalRequirement[],
  admits: (specifier: string, pin: string) => boolean,
): readonly string[] {
  return requirements.flatMap(({ name, specifier, marker, url, text }) => {
    if (name === "" || url !== undefined) return [];
    const locked = pins.filter((pin) => pin.name === name);
    if (locked.length === 0) return marker === undefined ? [`+ ${text}`] : [];
    const fits = locked.some((pin) => pin.url !== undefined || admits(specifier, pin.specifier.slice(2)));
    return fits ? [] : [`~ ${name} ${locked[0]?.specifier.slice(2) ?? ""} → ${specifier}`];
  });
}
