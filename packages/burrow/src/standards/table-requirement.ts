import { andText } from "./marker-algebra.ts";
import { parseMarker } from "./marker.ts";
import { isValidName } from "./name.ts";
import type { LocatedProblem, LocatedText, Position } from "./position.ts";
import { printable } from "./printable.ts";

/** Where a requirement comes from when that is no index and no address. */
export type RequirementPlace =
  /** A folder or an archive of this machine, as written (relative to the file) or absolute. */
  | { readonly kind: "path"; readonly path: string; readonly editable: boolean }
  /** A member of the same uv workspace. */
  | { readonly kind: "workspace" }
  /** One named index and no other. */
  | { readonly kind: "index"; readonly name: string };

/** A requirement that a file states: a PEP 508 text, or what a tool's own table says put into one. */
export interface StatedRequirement extends LocatedText {
  /** As the file writes it, for people; absent when the text is that. */
  readonly shown?: string;
  readonly place?: RequirementPlace;
  /** `algorithm:hex`. */
  readonly hashes?: readonly string[];
  /** Why only its own tool can read it: it is a problem where it is asked for. */
  readonly unknown?: string;
}

/** An item of a dependency group (PEP 735): a requirement, or another group's name. */
export interface GroupItem extends StatedRequirement {
  readonly kind: "requirement" | "include";
}

/** What a tool's table says of one requirement, in the standards' words. */
export interface TableRequirement {
  readonly name: string;
  /** `algorithm:hex`. */
  readonly hashes?: readonly string[];
  readonly extras: readonly string[];
  /** A set of version specifiers (PEP 440). */
  readonly specifier: string;
  readonly markers: readonly (string | undefined)[];
  readonly url?: string;
  readonly place?: RequirementPlace;
  /** Its versions as the table writes them, for people. */
  readonly written: string;
}

const HINTS = {
  name: "write a name of letters, digits, `-`, `_` and `.`",
  address: "write a URL without blanks",
  marker: 'write a marker, such as `python_version < "3.12"`',
};

/** Puts what a table says into a PEP 508 text. A name, an extra, an address or a marker that is none is a problem: nothing of a table may turn into another part of a requirement. */
export function stated(
  { name, extras, specifier, markers, url, place, written, hashes }: TableRequirement,
  position: Position,
): StatedRequirement | LocatedProblem {
  const wrongName = [name, ...extras].find((text) => !isValidName(text));
  if (wrongName !== undefined)
    return { message: `\`${printable(wrongName)}\` is not a name`, hint: HINTS.name, ...position };
  if (url !== undefined && /[\s\p{Cc}]/u.test(url))
    return { message: `\`${printable(url)}\` is not an address`, hint: HINTS.address, ...position };
  for (const marker of markers) {
    const read = marker === undefined ? undefined : parseMarker(marker);
    if (read?.ok === false)
      return {
        message: `\`${printable(marker ?? "")}\` is not a marker: ${read.problem.message}`,
        hint: HINTS.marker,
        ...position,
      };
  }
  const marker = andText(...markers);
  const head = name + (extras.length === 0 ? "" : `[${extras.join(",")}]`);
  const text = url === undefined ? head + specifier : `${head} @ ${url}`;
  return {
    text: text + (marker === undefined ? "" : ` ; ${marker}`),
    shown: printable(`${head} ${url ?? (place?.kind === "path" ? place.path : written)}`),
    ...(place && { place }),
    ...(hashes && { hashes }),
    ...position,
  };
}
