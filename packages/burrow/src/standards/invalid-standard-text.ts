import type { TextProblem } from "../model/parsed.ts";

/** A text was given where a standard's value was needed, and it is not one. Who is unsure of a text parses it first and gives the value. */
export class InvalidStandardText extends Error {
  override readonly name = "InvalidStandardText";
  readonly problem: TextProblem;

  constructor(problem: TextProblem) {
    super(problem.message);
    this.problem = problem;
  }
}
