import { parseIni } from "./ini.ts";

/** One entry point: `name = module:attribute [extras]` in a group (`console_scripts` …). */
export interface EntryPoint {
  readonly group: string;
  readonly name: string;
  readonly module: string;
  /** Dotted; absent when the module itself is meant. */
  readonly attribute?: string;
  /** As written. */
  readonly extras: readonly string[];
}

const REFERENCE = /^([\w.]+)\s*(?::\s*([\w.]+)\s*)?(?:\[([^[\]]*)\]\s*)?$/u;

/** Reads an `entry_points.txt` (the entry points specification); what is not of its form is skipped. */
export function parseEntryPoints(text: string): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  for (const [group, keys] of parseIni(text, { delimiters: ["="], keepCase: true }))
    for (const [name, value] of keys) {
      const [, module, attribute, extras = ""] = REFERENCE.exec(value.text.trim()) ?? [];
      if (module === undefined) continue;
      const named = extras
        .split(",")
        .map((extra) => extra.trim())
        .filter((extra) => extra !== "");
      found.push({ group, name, module, ...(attribute !== undefined && { attribute }), extras: named });
    }
  return found;
}
