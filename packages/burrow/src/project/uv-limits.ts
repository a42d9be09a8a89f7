import type { AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { printable } from "../standards/printable.ts";
import { parseRequirement } from "../standards/requirement.ts";
import type { UvTable } from "../standards/uv-table.ts";
import { listed } from "./listed.ts";
import { NOTHING, type Reading, type Scope } from "./reading.ts";
import { inFile } from "./source-text.ts";

/** uv's `constraint-dependencies` as constraints; its `override-dependencies` as a warning, for no engine can be told to disbelieve a distribution's own requirements. */
export function uvLimits(uv: UvTable | undefined, file: AbsolutePath, scope: Scope): Reading {
  if (uv === undefined) return NOTHING;
  const read = listed(uv.constraints, file, scope);
  const named = read.requirements.filter(({ url, editable }) => url === undefined && editable === undefined);
  const names = uv.overrides.map(({ text }) => {
    const override = parseRequirement(text);
    return override.ok ? override.value.name : printable(text);
  });
  return {
    ...NOTHING,
    constraints: named,
    problems: [
      ...read.problems,
      ...read.requirements
        .filter((one) => !named.includes(one))
        .map(({ text, origin: { line = 1, column = 1 } }) =>
          inFile(file, {
            message: `\`${printable(text)}\` cannot be a constraint: it is no name with a version`,
            hint: "write a name with version specifiers, such as `flask<4`",
            line,
            column,
          }),
        ),
    ],
    warnings:
      names.length === 0 ? [] : [reason("overrides-ignored", { names: names.join(", "), path: file })],
  };
}
