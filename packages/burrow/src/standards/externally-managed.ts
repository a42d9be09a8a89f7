import { parseIni } from "./ini.ts";

/**
 * The owner's message of an `EXTERNALLY-MANAGED` file (PEP 668), in the locale (`de_DE`) when it has one, else in its language, else as `Error`.
 * Undefined when the file has none: it forbids installing all the same.
 */
export function parseExternallyManaged(text: string, locale?: string): string | undefined {
  const section = parseIni(text).get("externally-managed");
  const language = locale?.split(/[-_]/u)[0];
  for (const suffix of [locale, language]) {
    if (suffix === undefined || suffix === "") continue;
    const message = section?.get(`error-${suffix.toLowerCase()}`)?.text.trim();
    if (message) return message;
  }
  return section?.get("error")?.text.trim() || undefined;
}
