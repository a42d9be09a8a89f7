import type { Parsed } from "../model/parsed.ts";
import { InvalidStandardText } from "./invalid-standard-text.ts";

/** The value itself, or the value that the text parses to; throws `InvalidStandardText` for a text that does not parse. */
export function given<Value extends object>(
  value: string | Value,
  parse: (text: string) => Parsed<Value>,
): Value {
  if (typeof value !== "string") return value;
  const result = parse(value);
  if (!result.ok) throw new InvalidStandardText(result.problem);
  return result.value;
}
