import { nearest } from "../../model/nearest.ts";
import { absolute, isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import { type Form, wrong } from "./form.ts";

/** A line of text: not empty, no control characters. */
const LINE = /^[^\p{Cc}\u2028\u2029]+$/u;

/** Yes or no. */
export const FLAG: Form<boolean> = {
  says: "`true` or `false`",
  schema: { type: "boolean" },
  read(value, path, context) {
    if (typeof value === "boolean") return value;
    const unquoted = value === "true" || value === "false";
    return wrong(FLAG, path, context, unquoted ? `without quotes: ${value}` : undefined);
  },
};

/** A text of one line. */
export const TEXT: Form<string> = {
  says: "a text of one line",
  schema: { type: "string" },
  read(value, path, context) {
    if (typeof value === "string" && LINE.test(value)) return value;
    return wrong(
      TEXT,
      path,
      context,
      typeof value === "number" ? `in quotes: "${String(value)}"` : undefined,
    );
  },
};

/** What a person calls something. A whole number is no title: tables are not kept in order of those. */
export const TITLE: Form<string> = {
  says: "a text of one line that is no number",
  schema: { type: "string", pattern: "[^0-9]" },
  read: (value, path, context) =>
    typeof value === "string" && LINE.test(value) && /[^0-9]/u.test(value)
      ? value
      : wrong(TITLE, path, context),
};

/** A path: `~` is the home folder, a relative one starts at the file's folder. */
export const PATH: Form<AbsolutePath> = {
  says: "a path",
  schema: { type: "string" },
  read(value, path, context) {
    if (typeof value !== "string" || value === "" || value.includes("\0")) return wrong(PATH, path, context);
    if (/^~(?:$|[\\/])/u.test(value)) return join(context.home, `.${value.slice(1)}`);
    if (value.startsWith("~")) return wrong(PATH, path, context, "`~` alone is the home folder");
    return isAbsolute(value) ? absolute(value) : join(context.folder, value);
  },
};

/** One of these words (or `true` and `false`). */
export function oneOf<const Word extends string | boolean>(words: readonly Word[]): Form<Word> {
  const form: Form<Word> = {
    says: `one of ${words.map((word) => `\`${String(word)}\``).join(", ")}`,
    schema: { enum: words },
    read(value, path, context) {
      const found = words.find((word) => word === value);
      if (found !== undefined) return found;
      const near =
        typeof value === "string"
          ? nearest(value.toLowerCase(), words.map(String).filter(isText))
          : undefined;
      const flag = words.find((word) => String(word) === near && typeof word === "boolean");
      return wrong(
        form,
        path,
        context,
        near && (flag === undefined ? `the nearest is \`${near}\`` : `without quotes: ${near}`),
      );
    },
  };
  return form;
}

const isText = (word: string): boolean => word !== "";

/** A whole number between two, both included. */
export function wholeNumber(least: number, most: number): Form<number> {
  const form: Form<number> = {
    says: `a whole number from ${least} to ${most}`,
    schema: { type: "integer", minimum: least, maximum: most },
    read: (value, path, context) =>
      typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
        ? value
        : wrong(form, path, context),
  };
  return form;
}

const UNITS: Readonly<Record<string, number>> = { kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** A size on disk as people write it, in bytes: a number and a decimal unit. */
export const SIZE: Form<number> = {
  says: "a size such as `500 MB` or `2 GB`",
  schema: { type: "string", pattern: "^[0-9]{1,6}(\\.[0-9]{1,3})? ?(kB|MB|GB|TB)$" },
  read(value, path, context) {
    const text = typeof value === "string" ? value : "";
    const [, number, unit = ""] = /^(\d{1,6}(?:\.\d{1,3})?) ?(kB|MB|GB|TB)$/u.exec(text) ?? [];
    const factor = UNITS[unit];
    if (number !== undefined && factor !== undefined) return Math.round(Number(number) * factor);
    return wrong(SIZE, path, context, typeof value === "number" ? `with its unit: "${value} MB"` : undefined);
  },
};

/** A list whose items are of the form; a single one outside a list is not taken for a list. */
export function listOf<Item>(item: Form<Item>, plural: string, least = 0): Form<readonly Item[]> {
  const form: Form<readonly Item[]> = {
    says: `a list of ${plural}${least === 0 ? "" : `, at least ${least}`}`,
    schema: { type: "array", items: item.schema, ...(least > 0 && { minItems: least }) },
    read(value, path, context) {
      if (!Array.isArray(value) || value.length < least)
        return wrong(form, path, context, typeof value === "string" ? 'in brackets: ["…"]' : undefined);
      const items = value.map((one: unknown, index) => item.read(one, [...path, index], context));
      const good = items.filter((one) => one !== undefined);
      return good.length === items.length ? good : undefined;
    },
  };
  return form;
}
