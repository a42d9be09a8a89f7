import { normalizeName } from "./name.ts";
import type { LocatedProblem, LocatedText } from "./position.ts";
import type { StatedRequirement } from "./table-requirement.ts";
import type { TomlDocument } from "./toml.ts";
import type { TomlPath } from "./toml-positions.ts";

/** What one environment of Hatch adds to the project. */
export interface HatchEnvironment {
  readonly dependencies: readonly StatedRequirement[];
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
      dependencies: [...list(name, "dependencies"), ...list(name, "extra-dependencies")].map(plain),
      features: list(name, "features").map(({ text }) => normalizeName(text)),
      groups: list(name, "dependency-groups"),
    });
  return found;
}

/** Hatch puts values into `{…}`; the project's folder is the one that others can know. */
function plain(item: LocatedText): StatedRequirement {
  const text = item.text
    .replaceAll("{root:uri}", "file:///${PROJECT_ROOT}")
    .replaceAll("{root}", "/${PROJECT_ROOT}");
  if (text === item.text && !FIELD.test(text)) return item;
  return {
    ...item,
    text,
    shown: item.text,
    ...(FIELD.test(text) && { unknown: "it holds a value that only Hatch knows" }),
  };
}

/** A field, and not PEP 508 or `${PROJECT_ROOT}`. */
const FIELD = /(?<!\$)\{\w+(?::[^}]*)?\}/u;
