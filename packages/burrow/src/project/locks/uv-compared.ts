import { join, type AbsolutePath } from "../../model/path.ts";
import { andText } from "../../standards/marker-algebra.ts";
import { parseMarker, type Marker } from "../../standards/marker.ts";
import { normalizeName } from "../../standards/name.ts";
import type { Pyproject } from "../../standards/pyproject.ts";
import { parseRequirement } from "../../standards/requirement.ts";
import { parseSpecifier, Specifier } from "../../standards/specifier-set.ts";
import type { StatedRequirement } from "../../standards/table-requirement.ts";
import type { UvRecorded } from "../../standards/uv-lock.ts";
import type { WorkspaceMember } from "../workspace.ts";

/** Where manifest and lock are compared. */
export interface Context {
  /** The lock's. */
  readonly folder: AbsolutePath;
  readonly members: ReadonlyMap<string, WorkspaceMember>;
  readonly top: Pyproject;
  readonly pythons: Specifier;
}

/** A requirement in the terms in which manifest and lock are compared. */
export interface Compared {
  /** Name, extras, versions and where it comes from. */
  readonly key: string;
  readonly shown: string;
  readonly name: string;
  readonly marker: Marker | undefined;
}

/** The requirements of a list; `condition` is a marker that all of them have besides their own. Those that are none are problems elsewhere. */
export function comparedAll(
  items: readonly StatedRequirement[],
  condition: string | undefined,
  folder: AbsolutePath,
  context: Context,
): readonly Compared[] {
  return items.flatMap(({ text, place }) => {
    const read = parseRequirement(text);
    if (!read.ok) return [];
    const { name, extras, specifier, url, marker } = read.value;
    const source =
      url !== undefined ? addressKey(url) : placeKey(normalizeName(name), place, folder, context);
    return [
      compared(
        normalizeName(name),
        extras.map(normalizeName),
        specifier,
        source,
        andText(marker && String(marker), condition),
      ),
    ];
  });
}

/** A requirement as the lock remembers it. */
export function recordedOf(one: UvRecorded, { folder }: Context): Compared {
  const local = one.editable ?? one.directory ?? one.virtual ?? one.path;
  const source =
    local !== undefined && !local.includes("\u0000")
      ? `local ${join(folder, local)}`
      : one.git !== undefined
        ? gitKey(one.git)
        : one.url !== undefined
          ? addressKey(one.url)
          : one.index === undefined
            ? ""
            : `index ${one.index}`;
  return compared(one.name, one.extras, specifierOf(one.specifier), source, one.marker);
}

function compared(
  name: string,
  extras: readonly string[],
  specifier: Specifier,
  source: string,
  marker: string | undefined,
): Compared {
  const read = marker === undefined ? undefined : parseMarker(marker);
  const versions = specifier.clauses
    .map(
      ({ operator, text, version, wildcard }) => operator + (version && !wildcard ? String(version) : text),
    )
    .toSorted();
  const head = extras.length === 0 ? name : `${name}[${extras.toSorted().join(",")}]`;
  const kept = read?.ok === true ? read.value : undefined;
  return {
    key: [head, versions.join(","), source].join(" "),
    shown: `${head}${versions.join(",")}${source === "" ? "" : ` (${source})`}${kept ? ` ; ${String(kept)}` : ""}`,
    name,
    marker: kept,
  };
}

function placeKey(
  name: string,
  place: StatedRequirement["place"],
  folder: AbsolutePath,
  { members, top }: Context,
): string {
  switch (place?.kind) {
    case undefined:
      return "";
    case "workspace":
      return `local ${members.get(name)?.folder ?? ""}`;
    case "path":
      return place.path.includes("\u0000") ? "" : `local ${join(folder, place.path)}`;
    case "index":
      return `index ${top.indexes.find((index) => index.name === normalizeName(place.name))?.url ?? place.name}`;
  }
}

/** `git+https://host/path@revision#subdirectory=folder`. */
function addressKey(url: string): string {
  const [, place = "", revision = "", fragment = ""] =
    /^git\+([^#]*?)(?:@([^@/#]+))?(?:#(.*))?$/u.exec(url) ?? [];
  if (place === "") return `url ${url.replace(/#.*$/u, "")}`;
  return `git ${place} ${revision} ${/subdirectory=([^&]+)/u.exec(fragment)?.[1] ?? ""}`;
}

/** `https://host/path?subdirectory=folder&rev=revision`. */
function gitKey(text: string): string {
  const [place = "", query = ""] = text.replace(/#.*$/u, "").split("?", 2);
  const value = (key: string): string | undefined =>
    new RegExp(`(?:^|&)${key}=([^&]+)`, "u").exec(query)?.[1];
  return `git ${place} ${value("rev") ?? value("tag") ?? value("branch") ?? ""} ${value("subdirectory") ?? ""}`;
}

/** A set of version specifiers; what is none admits all. */
export function specifierOf(text: string): Specifier {
  const read = parseSpecifier(text);
  return read.ok ? read.value : new Specifier([]);
}
