import { normalizeName } from "./name.ts";
import type { LocatedProblem } from "./position.ts";
import { printable } from "./printable.ts";
import type { GroupItem, StatedRequirement } from "./table-requirement.ts";

const DEEPEST = 100;
const OUT = "take one of the includes out";

/** A group with its includes followed. */
export interface ExpandedGroup {
  readonly requirements: readonly StatedRequirement[];
  readonly problems: readonly LocatedProblem[];
}

/** The requirements of a group (normalised name), included groups in place (PEP 735). A cycle is a problem that names it; a group is taken once. */
export function expandGroup(groups: ReadonlyMap<string, readonly GroupItem[]>, name: string): ExpandedGroup {
  const requirements: StatedRequirement[] = [];
  const problems: LocatedProblem[] = [];
  const done = new Set<string>();

  const follow = (group: string, way: readonly string[]): void => {
    done.add(group);
    for (const item of groups.get(group) ?? []) {
      const { text, line, column } = item;
      if (item.kind === "requirement") {
        const { kind: _, ...requirement } = item;
        requirements.push(requirement);
        continue;
      }
      const next = normalizeName(text);
      if (way.includes(next)) {
        const circle = [...way.slice(way.indexOf(next)), next].map(printable).join("` → `");
        problems.push({
          message: `dependency groups include each other: \`${circle}\``,
          hint: OUT,
          line,
          column,
        });
      } else if (!groups.has(next))
        problems.push({
          message: `there is no dependency group \`${printable(text)}\``,
          hint: `there are ${[...groups.keys()].map((one) => `\`${printable(one)}\``).join(", ")}`,
          line,
          column,
        });
      else if (way.length > DEEPEST)
        problems.push({
          message: `dependency groups are nested deeper than ${DEEPEST}`,
          hint: OUT,
          line,
          column,
        });
      else if (!done.has(next)) follow(next, [...way, next]);
    }
  };
  follow(name, [name]);
  return { requirements, problems };
}
