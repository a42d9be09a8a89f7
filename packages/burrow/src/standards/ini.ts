import type { LocatedText } from "./position.ts";

/** A value of an INI file, which begins with a line feed when its key stands alone, and its lines where they stand (without blank ones and comments). */
export interface IniValue {
  readonly text: string;
  readonly lines: readonly LocatedText[];
}

/** Section → key → value; keys in lower case unless asked otherwise. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, IniValue>>;

interface Open {
  readonly rows: string[];
  readonly lines: LocatedText[];
}

/**
 * Reads INI as Python's `configparser` does without interpolation: indented lines continue a value, `#` and `;` comment a whole line.
 * Lines that are neither a section, a key nor a continuation are skipped; of two equal keys the last holds.
 */
export function parseIni(
  text: string,
  {
    delimiters = ["=", ":"],
    keepCase = false,
  }: { readonly delimiters?: readonly string[]; readonly keepCase?: boolean } = {},
): Ini {
  const sections = new Map<string, Map<string, Open>>();
  let section: Map<string, Open> | undefined;
  let open: Open | undefined;
  let indent = 0;

  for (const [index, raw] of text
    .replace(/^\ufeff/u, "")
    .split(/\r\n|\n|\r/u)
    .entries()) {
    const value = raw.trim();
    if (value === "") {
      open?.rows.push("");
      continue;
    }
    if (value.startsWith("#") || value.startsWith(";")) continue;

    const start = raw.length - raw.trimStart().length;
    if (open && start > indent) {
      open.rows.push(value);
      open.lines.push({ text: value, line: index + 1, column: start + 1 });
      continue;
    }
    indent = start;
    open = undefined;
    if (value.startsWith("[") && value.includes("]")) {
      const name = value.slice(1, value.lastIndexOf("]"));
      section = sections.get(name) ?? new Map<string, Open>();
      sections.set(name, section);
      continue;
    }
    const cut = Math.min(...delimiters.map((sign) => value.indexOf(sign)).filter((at) => at > 0));
    if (!section || !Number.isFinite(cut)) continue;
    const key = value.slice(0, cut).trim();
    const after = value.slice(cut + 1);
    const first = after.trim();
    const column = start + cut + 2 + (after.length - after.trimStart().length);
    open = { rows: [first], lines: first === "" ? [] : [{ text: first, line: index + 1, column }] };
    section.set(keepCase ? key : key.toLowerCase(), open);
  }

  return new Map(
    [...sections].map(([name, keys]) => [
      name,
      new Map([...keys].map(([key, { rows, lines }]) => [key, { text: rows.join("\n").trimEnd(), lines }])),
    ]),
  );
}
