import { parsed, unparsed, type Parsed } from "../model/parsed.ts";

/** JSON of unknown origin; bad JSON is an answer. The value is for a schema to judge. */
export function parseJson(text: string): Parsed<unknown> {
  try {
    return parsed(JSON.parse(text.replace(/^\ufeff/u, "")) as unknown);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : "";
    return unparsed("it is not JSON", Number(/position (\d+)/u.exec(message)?.[1] ?? 0));
  }
}
