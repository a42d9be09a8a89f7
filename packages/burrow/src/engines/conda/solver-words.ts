import { engineWords } from "../engine-words.ts";

/** What the solvers of the conda family say when there is no solution, without the tree that they draw it as: its statements, one after the other. */
export function solverWords(text: string): string {
  const statements = text
    .split(/\r?\n/u)
    .map((line) =>
      line
        .replaceAll(/[│├└─]+/gu, " ")
        .replace(/^\s*(?:error\s+)?Cannot solve the request because of:\s*/u, "")
        .trim()
        .replace(/\.$/u, ""),
    )
    .filter((line) => line !== "");
  return engineWords(
    statements.reduce((said, statement) => {
      if (said === "") return statement;
      const goesOn = /(?: would require| would constrain|:)$/u.test(said);
      return `${said}${goesOn ? " " : "; "}${statement}`;
    }, ""),
  );
}
