import { BurrowError } from "../model/error.ts";

/** The day of `--unused-since` (ISO 8601, UTC). Throws `usage/bad-value`. */
export function dayOf(text: string, example: string): string {
  const date = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}/u.test(text) && !Number.isNaN(date.getTime())) return date.toISOString();
  throw new BurrowError("usage/bad-value", `\`--unused-since ${text}\` is no date`, {
    because: "a day is written as 2025-01-31",
    hint: `${example} --unused-since 2025-01-31`,
  });
}
