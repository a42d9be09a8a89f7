import { parsed, unparsed, type Parsed } from "../model/parsed.ts";
import { printable } from "./printable.ts";

/** An option of a requirements file under its long name, with its value when it takes one. */
export interface RequirementsOption {
  readonly name: string;
  readonly value?: string;
}

/** The options of a line in order, and the words that pip drops. */
export interface OptionWords {
  readonly options: readonly RequirementsOption[];
  readonly ignored: readonly string[];
}

/** Options that pip allows in a requirements file: their spellings, the one that burrow keeps first, and whether they take a value. */
const OPTIONS: readonly { readonly names: readonly string[]; readonly value: boolean }[] = [
  { names: ["--index-url", "-i", "--pypi-url"], value: true },
  { names: ["--extra-index-url"], value: true },
  { names: ["--no-index"], value: false },
  { names: ["--constraint", "-c"], value: true },
  { names: ["--requirement", "-r"], value: true },
  { names: ["--editable", "-e"], value: true },
  { names: ["--find-links", "-f"], value: true },
  { names: ["--no-binary"], value: true },
  { names: ["--only-binary"], value: true },
  { names: ["--prefer-binary"], value: false },
  { names: ["--require-hashes"], value: false },
  { names: ["--pre"], value: false },
  { names: ["--trusted-host"], value: true },
  { names: ["--use-feature"], value: true },
  { names: ["--global-option"], value: true },
  { names: ["--config-settings", "-C"], value: true },
  { names: ["--hash"], value: true },
];

/** Reads the option part of a line as pip does: the words of a POSIX shell, then `optparse` with its abbreviations. */
export function parseOptions(text: string): Parsed<OptionWords> {
  const words = shellWords(text);
  if (!words.ok) return words;
  const options: RequirementsOption[] = [];
  const ignored: string[] = [];
  const rest = words.value.toReversed();
  for (let word = rest.pop(); word !== undefined; word = rest.pop()) {
    if (word === "--") {
      ignored.push(...rest.toReversed());
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      ignored.push(word);
      continue;
    }
    const long = word.startsWith("--");
    const equals = long ? word.indexOf("=") : -1;
    const spelled = long ? word.slice(0, equals === -1 ? undefined : equals) : word.slice(0, 2);
    const matches = matching(spelled);
    const [option] = matches;
    if (option === undefined)
      return unparsed(`\`${printable(spelled)}\` is not an option of requirements files`, 0);
    if (matches.length > 1) return unparsed(`\`${printable(spelled)}\` could be several options`, 0);

    const name = option.names[0] ?? spelled;
    const attached = long ? (equals === -1 ? undefined : word.slice(equals + 1)) : word.slice(2) || undefined;
    if (!option.value) {
      if (attached !== undefined) return unparsed(`\`${name}\` takes no value`, 0);
      options.push({ name });
      continue;
    }
    const value = attached ?? rest.pop();
    if (value === undefined) return unparsed(`\`${name}\` needs a value`, 0);
    const wrong = faultOf(name, value);
    if (wrong !== undefined) return unparsed(wrong, 0);
    options.push({ name, value });
  }
  return parsed({ options, ignored });
}

/** The option of that spelling, else all whose long spelling begins so. */
function matching(spelled: string): typeof OPTIONS {
  const exact = OPTIONS.filter(({ names }) => names.includes(spelled));
  if (exact.length > 0 || !spelled.startsWith("--")) return exact;
  return OPTIONS.filter(({ names }) => names.some((name) => name.startsWith(spelled)));
}

function faultOf(name: string, value: string): string | undefined {
  if (name === "--hash" && !/^(?:sha256|sha384|sha512):/u.test(value))
    return `\`${printable(value)}\` is not a hash: sha256:…, sha384:… or sha512:…`;
  if ((name === "--no-binary" || name === "--only-binary") && value.startsWith("-"))
    return `\`${name}\` needs a value`;
  if (name === "--config-settings" && !value.includes("="))
    return `\`${printable(value)}\` is not of the form KEY=VALUE`;
  return undefined;
}

/** Words of a POSIX shell without expansion (Python's `shlex.split`). */
function shellWords(text: string): Parsed<readonly string[]> {
  const words: string[] = [];
  let word: string[] | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (/[ \t\r\n]/u.test(sign)) {
      if (word) words.push(word.join(""));
      word = undefined;
      continue;
    }
    word ??= [];
    if (sign === "\\") {
      at += 1;
      if (at >= text.length) return unparsed("nothing follows the last backslash", at);
      word.push(text[at] ?? "");
    } else if (sign === "'" || sign === '"') {
      const end = closing(text, at, word);
      if (end === -1) return unparsed("a quotation mark is not closed", at);
      at = end;
    } else word.push(sign);
  }
  if (word) words.push(word.join(""));
  return parsed(words);
}

/** Reads a quoted stretch into the word and gives the index of its closing mark; -1 when there is none. */
function closing(text: string, from: number, word: string[]): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (sign === quote) return at;
    const next = text[at + 1];
    if (quote === '"' && sign === "\\" && (next === '"' || next === "\\")) {
      word.push(next);
      at += 1;
    } else word.push(sign);
  }
  return -1;
}
