import type { AbsolutePath } from "../model/path.ts";
import type { LocatedText } from "../standards/position.ts";
import { atMost, bounded } from "./limits.ts";
import { NOTHING, together, type Reading, type Scope } from "./reading.ts";
import { readRequirement, requirementHint } from "./requirement-text.ts";
import { inFile } from "./source-text.ts";

/** The requirements that a file lists as texts, each with its place; the columns of problems point into the text. */
export function listed(texts: readonly LocatedText[], file: AbsolutePath, scope: Scope): Reading {
  const { statements, problems: beyond } = bounded(texts, file, (text) => text);
  const { problems, ...reading } = together(statements.map((text) => readOne(text, file, scope)));
  return { ...reading, problems: [...atMost(problems, file), ...beyond] };
}

function readOne({ text, line, column }: LocatedText, file: AbsolutePath, scope: Scope): Reading {
  const written = { text: text.trim(), display: text, hashes: [], origin: { file, line, column } };
  const read = readRequirement(written, scope);
  if (read.ok) return { ...NOTHING, requirements: [read.value] };
  const { message, index } = read.problem;
  const hint = requirementHint(written.text);
  const problem = { message, line, column: column + index, ...(hint !== undefined && { hint }) };
  return { ...NOTHING, problems: [inFile(file, problem)] };
}
