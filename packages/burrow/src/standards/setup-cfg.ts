import { parseIni, type Ini } from "./ini.ts";
import { normalizeName } from "./name.ts";
import type { LocatedText } from "./position.ts";

/** What the declarative configuration of setuptools says (`[metadata]`, `[options]`). */
export interface SetupCfg {
  readonly name?: LocatedText;
  readonly pythonRequires?: LocatedText;
  /** Absent when it does not list them. */
  readonly requires?: readonly LocatedText[];
  /** Files named by `install_requires = file: …`. */
  readonly requiresFiles: readonly LocatedText[];
  /** By normalised name. */
  readonly extras: ReadonlyMap<string, readonly LocatedText[]>;
}

/** Reads a `setup.cfg`; other tools' sections are not looked at. Total. */
export function parseSetupCfg(text: string): SetupCfg {
  const ini = parseIni(text);
  const name = single(ini, "metadata", "name");
  const pythonRequires = single(ini, "options", "python_requires");
  const written = ini.get("options")?.get("install_requires");
  const files = written?.text.startsWith("file:") ?? false;
  return {
    ...(name && { name }),
    ...(pythonRequires && { pythonRequires }),
    ...(written && !files && { requires: items(written.lines) }),
    requiresFiles: files ? fileNames(written?.lines ?? []) : [],
    extras: new Map(
      [...(ini.get("options.extras_require") ?? [])].map(([key, { lines }]) => [
        normalizeName(key),
        items(lines),
      ]),
    ),
  };
}

function single(ini: Ini, section: string, key: string): LocatedText | undefined {
  return ini.get(section)?.get(key)?.lines[0];
}

/** One requirement a line; a list on one line may be separated by `;` unless that begins a marker, so burrow takes lines only. */
function items(lines: readonly LocatedText[]): readonly LocatedText[] {
  return lines.map(({ text, ...position }) => ({ text: text.replace(/\s#.*$/u, "").trimEnd(), ...position }));
}

function fileNames(lines: readonly LocatedText[]): readonly LocatedText[] {
  return lines.flatMap(({ text, ...position }) =>
    text
      .replace(/^file:/u, "")
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map((part) => ({ text: part, ...position })),
  );
}
