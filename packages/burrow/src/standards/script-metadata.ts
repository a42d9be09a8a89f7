import type { LocatedProblem, LocatedText, Position } from "./position.ts";
import { parseToml } from "./toml.ts";
import { readUvTable, type UvTable } from "./uv-table.ts";

/** The `script` block of a single-file script (PEP 723). */
export interface ScriptMetadata {
  readonly requiresPython?: LocatedText;
  readonly dependencies: readonly LocatedText[];
  /** `[tool.uv]` of the block. */
  readonly uv?: UvTable;
  readonly problems: readonly LocatedProblem[];
}

const OPEN = /^# \/\/\/ ([a-zA-Z0-9-]+)$/u;

/** Reads the block `# /// script` of a Python file; undefined when it has none. Two such blocks are a problem. */
export function parseScriptMetadata(text: string): ScriptMetadata | undefined {
  const lines = text.replace(/^\ufeff/u, "").split(/\r?\n/u);
  const blocks = blocksOf(lines);
  const [block, second] = blocks;
  if (block === undefined) return undefined;

  const problems: LocatedProblem[] = [];
  if (second !== undefined)
    problems.push({ message: "there are two `script` blocks", line: second.start + 1, column: 1 });
  const content = lines.slice(block.start + 1, block.end).map((line) => line.slice(line[1] === " " ? 2 : 1));
  const inFile = <Located extends Position>(located: Located): Located => ({
    ...located,
    line: located.line + block.start + 1,
    column: located.column + 2,
  });
  const toml = parseToml(content.join("\n"));
  if (!toml.ok) return { dependencies: [], problems: [...problems, inFile(toml.problem)] };

  const found: LocatedProblem[] = [];
  const requiresPython = toml.document.text(found, "requires-python");
  const dependencies = toml.document.texts(found, "dependencies") ?? [];
  const uv = readUvTable(toml.document, found);
  return {
    ...(requiresPython && { requiresPython: inFile(requiresPython) }),
    dependencies: dependencies.map(inFile),
    ...(uv && { uv: moved(uv, inFile) }),
    problems: [...problems, ...found.map(inFile)],
  };
}

/** A table whose places are those of the file that the block stands in. */
function moved(uv: UvTable, inFile: <Located extends Position>(located: Located) => Located): UvTable {
  return {
    ...uv,
    sources: new Map([...uv.sources].map(([name, sources]) => [name, sources.map(inFile)])),
    constraints: uv.constraints.map(inFile),
    overrides: uv.overrides.map(inFile),
    indexes: uv.indexes.map(inFile),
  };
}

/** The `script` blocks: from `# /// script` to the last `# ///` that only comment lines separate from it. Indexes of lines. */
function blocksOf(lines: readonly string[]): readonly { readonly start: number; readonly end: number }[] {
  const blocks: { readonly start: number; readonly end: number }[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const type = OPEN.exec(lines[at] ?? "")?.[1];
    if (type === undefined) continue;
    let end = -1;
    let below = at + 1;
    for (; below < lines.length && /^#(?: |$)/u.test(lines[below] ?? ""); below += 1)
      if (lines[below] === "# ///") end = below;
    if (end > at + 1 && type === "script") blocks.push({ start: at, end });
    // Without an end there is none for any other opening among the same comment lines.
    at = end === -1 ? below - 1 : end > at + 1 ? end : at;
  }
  return blocks;
}
