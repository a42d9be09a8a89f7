/**
 * Where the packages of a lock in TOML begin: the line (from 1) of the n-th `[[name]]` header. Locks are large, and their lines are all that people need of them.
 */
export function tableLines(text: string, name: string): readonly number[] {
  const header = `[[${name}]]`;
  return text.split("\n").flatMap((line, index) => (line.trimEnd() === header ? [index + 1] : []));
}

/** The lines (from 1) of the keys at the second level of a JSON text, by both keys; of keys that are there twice the last counts, as for JSON itself. */
export function memberLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const keys: string[] = [];
  let line = 1;
  let depth = 0;
  let last = "";
  for (const [token] of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\]:]|\n/gu)) {
    if (token === "\n") line += 1;
    else if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (token !== ":") last = token.slice(1, -1);
    else {
      keys[depth - 1] = last;
      if (depth === 2) lines.set(`${keys[0]}/${last}`, line);
    }
  }
  return lines;
}
