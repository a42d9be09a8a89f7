import type { AbsolutePath } from "../model/path.ts";
import type { FileProblem } from "../model/text-origin.ts";
import type { Position } from "../standards/position.ts";

/** No file that people work with comes near this many requirements and options. */
const MOST_STATEMENTS = 50_000;
/** More problems than this in one file are only counted. */
const MOST_PROBLEMS = 100;

/** The statements of a file that are read, and the problem that there are more, so that the work has a bound. */
export function bounded<Statement>(
  statements: readonly Statement[],
  file: AbsolutePath,
  position: (statement: Statement) => Position,
): { readonly statements: readonly Statement[]; readonly problems: readonly FileProblem[] } {
  const beyond = statements[MOST_STATEMENTS];
  if (beyond === undefined) return { statements, problems: [] };
  const { line, column } = position(beyond);
  const message = `what follows the first ${MOST_STATEMENTS} statements is not read`;
  return { statements: statements.slice(0, MOST_STATEMENTS), problems: [{ file, line, column, message }] };
}

/** The first hundred problems of the file, and how many more there are; those of other files stay. */
export function atMost(problems: readonly FileProblem[], file: AbsolutePath): readonly FileProblem[] {
  const own = problems.filter((problem) => problem.file === file);
  const after = own[MOST_PROBLEMS];
  if (after === undefined) return problems;
  const rest = new Set(own.slice(MOST_PROBLEMS));
  const { line, column } = after;
  const message = `${rest.size} more statements are not understood`;
  return [...problems.filter((problem) => !rest.has(problem)), { file, line, column, message }];
}
