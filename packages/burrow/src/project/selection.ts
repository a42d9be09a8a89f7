import { normalizeName } from "../standards/name.ts";
import { printable } from "../standards/printable.ts";
import type { StatedRequirement } from "../standards/table-requirement.ts";
import type { GoalRequest } from "./files.ts";

/** The groups and extras that are taken, and the asked ones that the project does not have. All normalised. */
export interface Selection {
  readonly groups: readonly string[];
  readonly extras: readonly string[];
  readonly unknown: readonly { readonly message: string; readonly hint?: string }[];
}

/** What a project has to choose from. */
export interface Choices {
  readonly groups: readonly string[];
  readonly extras: readonly string[];
  /** Groups that are taken when none is asked; default: `dev`, where it exists. */
  readonly defaultGroups?: readonly string[] | "all";
  /** Groups that are taken with `dev`, where the project has no default groups of its own. */
  readonly usualGroups?: readonly string[];
  /** Whether extras that are not listed may be there: only the project's build knows. */
  readonly dynamicExtras?: boolean;
}

/** Chooses groups and extras: those asked for, else the project's default groups (`dev` where it exists) and no extras. */
export function select(request: Pick<GoalRequest, "groups" | "extras">, choices: Choices): Selection {
  const standard = choices.defaultGroups ?? ["dev", ...(choices.usualGroups ?? [])];
  const usual = standard === "all" ? choices.groups : standard;
  const askedGroups = request.groups?.map(normalizeName);
  const askedExtras = (request.extras ?? []).map(normalizeName);
  return {
    groups: known(askedGroups ?? usual, choices.groups),
    extras: known(askedExtras, choices.extras),
    unknown: [
      ...missing("dependency group", askedGroups ?? choices.defaultGroups ?? [], choices.groups),
      ...(choices.dynamicExtras === true ? [] : missing("extra", askedExtras, choices.extras)),
    ],
  };
}

/** Those of the asked names that there are, each once. */
function known(asked: readonly string[], from: readonly string[]): readonly string[] {
  return [...new Set(asked.filter((name) => from.includes(name)))];
}

function missing(
  what: string,
  asked: readonly string[] | "all",
  from: readonly string[],
): Selection["unknown"] {
  if (asked === "all") return [];
  const hint =
    from.length === 0 ? `the project has none` : `there are ${from.map((name) => `\`${name}\``).join(", ")}`;
  return asked
    .filter((name) => !from.includes(name))
    .map((name) => ({ message: `there is no ${what} \`${printable(name)}\``, hint }));
}

/** An extra's requirements; those that ask for the project itself with extras (`shop[all]`) are replaced by what these hold. */
export function expandExtras(
  own: string | undefined,
  extras: ReadonlyMap<string, readonly StatedRequirement[]>,
  texts: readonly StatedRequirement[],
  taken: Set<string> = new Set(),
): readonly StatedRequirement[] {
  return texts.flatMap((item) => {
    const inner = own === undefined ? undefined : selfExtras(item.text, own);
    if (inner === undefined || !inner.every((extra) => extras.has(extra))) return [item];
    return inner.flatMap((extra) => {
      if (taken.has(extra)) return [];
      taken.add(extra);
      return expandExtras(own, extras, extras.get(extra) ?? [], taken);
    });
  });
}

/** The extras in `own[a,b]`, when that is the whole text. */
function selfExtras(text: string, own: string): readonly string[] | undefined {
  const [, name, extras] = /^\s*([A-Za-z0-9._-]+)\s*\[([^\]]*)\]\s*$/u.exec(text) ?? [];
  if (name === undefined || extras === undefined || normalizeName(name) !== own) return undefined;
  return extras.split(",").map((extra) => normalizeName(extra.trim()));
}
