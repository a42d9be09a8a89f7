import type { LocatedProblem, LocatedText, Position } from "./position.ts";
import { printable } from "./printable.ts";
import { isEmpty, type YamlValue } from "./yaml-document.ts";

/** Where problems are noted. */
export interface Noting {
  readonly problems: LocatedProblem[];
}

/** The text of a key; another value is a problem. */
export function scalarAt(
  value: YamlValue | undefined,
  key: string,
  reading: Noting,
): LocatedText | undefined {
  if (value === undefined || isEmpty(value)) return undefined;
  if (value.kind === "text") return located(value);
  problem(reading, `\`${key}\` is not a text`, `write \`${key}: …\` on one line`, value);
  return undefined;
}

/** The texts of a list; other values are problems. */
export function textsAt(value: YamlValue | undefined, key: string, reading: Noting): readonly LocatedText[] {
  if (value === undefined || isEmpty(value)) return [];
  if (value.kind !== "list") {
    problem(
      reading,
      `\`${key}\` is not a list`,
      `write each behind a \`-\` of its own, below \`${key}:\``,
      value,
    );
    return [];
  }
  return value.items.flatMap((item) => {
    if (item.kind === "text" && !isEmpty(item)) return [located(item)];
    problem(
      reading,
      `an entry of \`${key}\` is ${item.kind === "text" ? "empty" : "not a text"}`,
      "write one text behind the `-`",
      item,
    );
    return [];
  });
}

/** The variables of a mapping from names to texts. */
export function variablesAt(value: YamlValue | undefined, reading: Noting): Readonly<Record<string, string>> {
  if (value === undefined || isEmpty(value)) return {};
  if (value.kind !== "map") {
    problem(reading, "`variables` is not a mapping", "write `NAME: value` below `variables:`", value);
    return {};
  }
  const found: [string, string][] = [];
  for (const { key, value: said } of value.entries)
    if (said.kind !== "text")
      problem(reading, `the variable \`${printable(key.text)}\` is not a text`, "write `NAME: value`", said);
    else if (!/^[A-Za-z_]\w*$/u.test(key.text))
      problem(
        reading,
        `\`${printable(key.text)}\` cannot name a variable`,
        "letters, digits and `_`, no digit first",
        key,
      );
    else found.push([key.text, said.text]);
  return Object.fromEntries(found);
}

/** Notes something that was not understood. */
export function problem(
  { problems }: Noting,
  message: string,
  hint: string,
  { line, column }: Position,
): void {
  problems.push({ message, hint, line, column });
}

/** The text with its place and nothing else. */
export function located({ text, line, column }: LocatedText): LocatedText {
  return { text, line, column };
}
