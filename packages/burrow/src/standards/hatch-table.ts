import { normalizeName } from "./name.ts";
import type { LocatedProblem, LocatedText } from "./position.ts";
import { printable } from "./printable.ts";
import type { TomlDocument } from "./toml.ts";
import type { TomlPath } from "./toml-positions.ts";

/** What one environment of Hatch adds to the project. */
export interface HatchEnvironment {
  readonly dependencies: readonly LocatedText[];
  /** Extras of the project, normalised. */
  readonly features: readonly string[];
  /** Dependency groups (PEP 735), normalised. */
  readonly groups: readonly LocatedText[];
}

const DEEPEST = 20;

/** Reads Hatch's environments (`[tool.hatch.envs.<name>]`) by normalised name; each takes from its template (`default` unless it says another) the lists that it does not state itself. */
export function readHatchTable(
  document: TomlDocument,
  problems: LocatedProblem[],
  table: TomlPath = ["tool", "hatch"],
): ReadonlyMap<string, HatchEnvironment> {
  const envs = [...table, "envs"];
  const names = document.keys(problems, ...envs);
  const list = (name: string, key: string, depth = 0): readonly LocatedText[] => {
    const own = document.texts(problems, ...envs, name, key);
    if (own || depth > DEEPEST) return own ?? [];
    const template = document.text([], ...envs, name, "template")?.text ?? "default";
    return template === name || !names.includes(template) ? [] : list(template, key, depth + 1);
  };
  const found = new Map<string, HatchEnvironment>();
  for (const name of names)
    found.set(normalizeName(name), {
      dependencies: [...list(name, "dependencies"), ...list(name, "extra-dependencies")].filter((item) =>
        isPlain(item, problems),
      ),
      features: list(name, "features").map(({ text }) => normalizeName(text)),
      groups: list(name, "dependency-groups"),
    });
  return found;
}

/** Hatch puts values into `{…}`; those are known only to it. */
function isPlain({ text, line, column }: LocatedText, problems: LocatedProblem[]): boolean {
  if (!/\{\w+(?::[^}]*)?\}/u.test(text)) return true;
  if (!problems.some((problem) => problem.line === line && problem.column === column))
    problems.push({ message: `\`${printable(text)}\` holds a value that only Hatch knows`, line, column });
  return false;
}
