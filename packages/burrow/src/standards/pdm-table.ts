import { normalizeName } from "./name.ts";
import type { LocatedProblem, LocatedText } from "./position.ts";
import type { GroupItem } from "./table-requirement.ts";
import type { TomlDocument } from "./toml.ts";

/** The groups of `[tool.pdm.dev-dependencies]`, by normalised name; an item may be an editable (`-e file:///${PROJECT_ROOT}/…#egg=name`). */
export function readPdmGroups(
  document: TomlDocument,
  problems: LocatedProblem[],
): ReadonlyMap<string, readonly GroupItem[]> {
  const path = ["tool", "pdm", "dev-dependencies"] as const;
  return new Map(
    document
      .keys(problems, ...path)
      .map((name) => [normalizeName(name), (document.texts(problems, ...path, name) ?? []).map(itemOf)]),
  );
}

function itemOf(item: LocatedText): GroupItem {
  const [, place, egg] = /^-e\s+([^#\s]+)#egg=([\w.-]+)$/u.exec(item.text) ?? [];
  if (place === undefined || egg === undefined) return { kind: "requirement", ...item };
  return {
    kind: "requirement",
    ...item,
    text: egg,
    shown: item.text,
    place: { kind: "path", path: place, editable: true },
  };
}
