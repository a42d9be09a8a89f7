import type { GoalOption } from "../model/goal.ts";
import { join, parent, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { normalizeName } from "../standards/name.ts";
import { printable } from "../standards/printable.ts";
import type { StatedRequirement } from "../standards/table-requirement.ts";
import type { IndexSource } from "../standards/tool-indexes.ts";
import { masked } from "./credentials.ts";
import { NOTHING, type Reading, type Scope } from "./reading.ts";
import { inFile } from "./source-text.ts";

/** The indexes that a file names. */
export interface FileIndexes {
  readonly file: AbsolutePath;
  readonly indexes: readonly IndexSource[];
}

/**
 * The indexes that a project's tables name, as options for the engine in the order of the file: uv's rule that the first index with a name wins is the engine's to keep.
 * An index that is only for those who name it (`explicit`) is asked when a requirement does, and a warning says that the others see it, too. A name that no index has is a problem.
 */
export function indexOptions(
  all: readonly FileIndexes[],
  requirements: readonly StatedRequirement[],
  scope: Scope,
): Reading {
  const sent = requirements.filter(({ place }) => place?.kind === "index");
  const named = new Set(
    sent.flatMap(({ place }) => (place?.kind === "index" ? [normalizeName(place.name)] : [])),
  );
  const known = new Set(
    all.flatMap(({ indexes }) => indexes.flatMap(({ name }) => (name === undefined ? [] : [name]))),
  );
  const asked = all.flatMap(({ file, indexes }) =>
    indexes
      .filter(({ role, name }) => role !== "explicit" || (name !== undefined && named.has(name)))
      .flatMap((index) => optionsOf(index, file, scope)),
  );
  const [home] = all;
  const shared = sent.filter(({ place }) => place?.kind === "index" && known.has(normalizeName(place.name)));
  return {
    ...NOTHING,
    options: asked,
    warnings: shared.map((one) =>
      reason("index-not-kept", {
        name: printable(one.shown ?? one.text),
        index: one.place?.kind === "index" ? printable(one.place.name) : "",
      }),
    ),
    problems: home
      ? sent
          .filter((one) => !shared.includes(one))
          .map(({ place, line, column }) =>
            inFile(home.file, {
              message: `there is no index \`${place?.kind === "index" ? printable(place.name) : ""}\``,
              hint:
                known.size === 0
                  ? "the file names none"
                  : `there are ${[...known].map((name) => `\`${printable(name)}\``).join(", ")}`,
              line,
              column,
            }),
          )
      : [],
  };
}

const OPTION = {
  default: "--index-url",
  extra: "--extra-index-url",
  explicit: "--extra-index-url",
  "find-links": "--find-links",
};

function optionsOf(
  { url, role, trusted, line, column }: IndexSource,
  file: AbsolutePath,
  { variables }: Scope,
): readonly GoalOption[] {
  const origin = { file, line, column };
  const full = url.replaceAll(/\$\{(\w+)\}/gu, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole,
  );
  const isPath = role === "find-links" && !/^[a-z][a-z0-9+.-]+:/iu.test(full) && !full.includes("\u0000");
  const text = `${OPTION[role]} ${isPath ? join(parent(file), full) : full}`;
  const shown = masked(`${OPTION[role]} ${url}`);
  const host = /^[a-z]+:\/\/(?:[^/@]*@)?([^/?#]+)/iu.exec(full)?.[1];
  return [
    { text, ...(shown !== text && { shown }), origin },
    ...(trusted && host !== undefined ? [{ text: `--trusted-host ${host}`, origin }] : []),
  ];
}
