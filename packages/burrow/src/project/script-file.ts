import type { AbsolutePath } from "../model/path.ts";
import type { LocatedProblem } from "../standards/position.ts";
import { parseScriptMetadata } from "../standards/script-metadata.ts";
import { sourced } from "../standards/uv-sources.ts";
import { withFolders } from "./folder-requirements.ts";
import { indexOptions } from "./indexes.ts";
import { listed } from "./listed.ts";
import { NOTHING, together, type ProjectReading, type Reading, type Scope } from "./reading.ts";
import { inFile, sourceText } from "./source-text.ts";
import { uvLimits } from "./uv-limits.ts";

/** What a script asks for in its `script` block (PEP 723): its dependencies, and where its `[tool.uv]` takes them from. */
export function readScript(
  path: AbsolutePath,
  scope: Scope,
  unread: (message: string, hint: string) => Reading,
): Omit<ProjectReading, "groups" | "extras"> {
  const source = sourceText(path, scope);
  if (source.state === "unreadable") return { ...NOTHING, problems: [source.problem] };
  if (source.state === "absent")
    return unread("does not exist", "name a project's folder or one of its files");
  const script = parseScriptMetadata(source.text);
  if (!script) return unread("has no `script` block (PEP 723)", "begin it with `# /// script`");
  const { requiresPython, dependencies, uv, problems } = script;
  const found: LocatedProblem[] = [];
  const stated = sourced(dependencies, uv?.sources ?? new Map<string, never>(), {}, found);
  const reading = together([
    {
      ...NOTHING,
      manifests: [path],
      problems: [...problems, ...found].map((problem) => inFile(path, problem)),
    },
    listed(stated, path, scope),
    indexOptions([{ file: path, indexes: uv?.indexes ?? [] }], stated, scope),
    uvLimits(uv, path, scope),
  ]);
  return {
    ...withFolders(reading, scope),
    ...(requiresPython && {
      requiresPython: {
        specifier: requiresPython.text,
        origin: { file: path, line: requiresPython.line, column: requiresPython.column },
      },
    }),
  };
}
