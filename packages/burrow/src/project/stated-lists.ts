import { normalizeName } from "../standards/name.ts";
import type { LocatedProblem, LocatedText } from "../standards/position.ts";
import type { Pyproject } from "../standards/pyproject.ts";
import { parseRequirement } from "../standards/requirement.ts";
import type { GroupItem, StatedRequirement } from "../standards/table-requirement.ts";
import { sourced } from "../standards/uv-sources.ts";
import type { UvSource } from "../standards/uv-table.ts";

/** The lists of a `pyproject.toml`, every requirement sent where its tool's table sends it. */
export interface StatedLists {
  /** Absent when the file does not list them. */
  readonly dependencies?: readonly StatedRequirement[];
  readonly extras: ReadonlyMap<string, readonly StatedRequirement[]>;
  readonly groups: ReadonlyMap<string, readonly GroupItem[]>;
  readonly problems: readonly LocatedProblem[];
  /** Statements that change nothing. */
  readonly unread: readonly LocatedText[];
}

/**
 * The lists of `[project]`, else of `[tool.poetry]`; beside a `[project]` that lists dependencies, Poetry's table only says where they come from. `[tool.uv.sources]` counts
 * for all of them.
 */
export function statedBy({ project, poetry, uv, groups }: Pyproject): StatedLists {
  const problems: LocatedProblem[] = [];
  const sources: ReadonlyMap<string, readonly UvSource[]> = uv?.sources ?? new Map();
  const sent = (
    items: readonly StatedRequirement[],
    list: { readonly extra?: string; readonly group?: string },
  ) => sourced(items, sources, list, problems);

  const enriches = project?.dependencies !== undefined && poetry !== undefined;
  const known = new Set<string>();
  const enriched = (items: readonly StatedRequirement[]): readonly StatedRequirement[] =>
    enriches ? items.flatMap((item) => enrich(item, poetry.byName, known)) : items;

  const dependencies = project?.dependencies ?? poetry?.dependencies;
  const optional =
    project && (project.extras.size > 0 || project.dependencies)
      ? project.extras
      : (poetry?.extras ?? project?.extras ?? new Map<string, readonly StatedRequirement[]>());
  const extras = new Map(
    [...optional].map(([extra, items]) => [extra, sent(enriched(items), { extra })] as const),
  );
  const lists = {
    ...(dependencies && { dependencies: sent(enriched(dependencies), {}) }),
    extras,
    groups: new Map(
      [...groups].map(([group, items]) => [group, sentItems(items, (one) => sent(one, { group }))] as const),
    ),
  };
  const idle = enriches ? [...poetry.byName].filter(([name]) => !known.has(name)) : [];
  return {
    ...lists,
    problems,
    unread: idle.flatMap(([name, [first]]) =>
      first
        ? [{ text: `\`${name}\` in [tool.poetry.dependencies]`, line: first.line, column: first.column }]
        : [],
    ),
  };
}

/** Groups that are included stay where they are. */
function sentItems(
  items: readonly GroupItem[],
  send: (items: readonly StatedRequirement[]) => readonly StatedRequirement[],
): readonly GroupItem[] {
  return items.flatMap((item): readonly GroupItem[] =>
    item.kind === "include" ? [item] : send([item]).map((one) => ({ ...one, kind: "requirement" })),
  );
}

/** A requirement of `[project]` with what Poetry says of where it comes from. */
function enrich(
  item: StatedRequirement,
  byName: ReadonlyMap<string, readonly StatedRequirement[]>,
  known: Set<string>,
): readonly StatedRequirement[] {
  const read = parseRequirement(item.text);
  const name = read.ok ? normalizeName(read.value.name) : "";
  const said = byName.get(name);
  if (said === undefined) return [item];
  known.add(name);
  const [only] = said;
  if (only?.place && said.length === 1) return [{ ...item, place: only.place, shown: item.text }];
  return said.some(({ text }) => / @ /u.test(text)) ? said : [item];
}
