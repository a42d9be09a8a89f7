import { baseName, parent, type AbsolutePath } from "../../model/path.ts";
import type { Platform } from "../../model/platform.ts";
import { subdirOf } from "../../standards/conda-subdirs.ts";
import { isExplicit } from "../../standards/explicit-lock.ts";
import { positionsIn } from "../../standards/position.ts";
import { parseRequirement } from "../../standards/requirement.ts";
import { logicalLines } from "../../standards/requirements-lines.ts";
import { pinnedVersion } from "../../standards/specifier-set.ts";
import { type CondaListingResult, listExplicit } from "./explicit.ts";
import type { ListingResult } from "./listing.ts";
import { listPylock } from "./pylock.ts";
import { listRequirements } from "./requirements.ts";

/** The forms in which other tools list what one environment holds. */
export type ListForm = "pylock" | "requirements" | "explicit";

/** Which form a text is, by its name where that tells and else by what stands in it; undefined when it is none. */
export function formOf(file: AbsolutePath, text: string): ListForm | undefined {
  const name = baseName(file);
  if (isExplicit(text)) return "explicit";
  if (name.endsWith(".toml") || /^\s*lock-version\s*=/mu.test(text)) return "pylock";
  if (name.endsWith(".txt")) return "requirements";
  return logicalLines(text).some((line) => isPin(line.text)) ? "requirements" : undefined;
}

function isPin(text: string): boolean {
  const read = parseRequirement(text.split(" --", 1)[0] ?? "");
  return read.ok && pinnedVersion(read.value.specifier) !== undefined;
}

/** What no list is written with: control characters, and what turns the direction of writing or hides itself. */
const HIDDEN =
  /[^\P{Cc}\t\n\r]|[\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\ufeff\p{Cs}]/u;

/** What a file lists, by its form, or the first thing that is wrong with it. */
export type ReadListing = ListingResult | CondaListingResult;

/** Reads what a file lists, every line of it, on a platform. A text that is not of its form is a problem with its place, and nothing of it is believed. */
export function readListing(
  form: ListForm,
  text: string,
  { file, platform }: { readonly file: AbsolutePath; readonly platform: Platform },
): ReadListing {
  const hidden = HIDDEN.exec(text);
  if (hidden !== null) {
    const code = (hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const message = `the character U+${code} does not belong into a list`;
    return { ok: false, problem: { message, ...positionsIn(text)(hidden.index) } };
  }
  switch (form) {
    case "pylock":
      return listPylock(text, parent(file));
    case "requirements":
      return listRequirements(text, parent(file));
    case "explicit":
      return listExplicit(text, parent(file), subdirOf(platform));
  }
}
