import { parseIni, type Ini, type IniValue } from "./ini.ts";
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
  const files = written?.text.trim().startsWith("file:") ?? false;
  return {
    ...(name && { name }),
    ...(pythonRequires && { pythonRequires }),
    ...(written && !files && { requires: items(written) }),
    requiresFiles: files ? fileNames(written?.lines ?? []) : [],
    extras: new Map(
      [...(ini.get("options.extras_require") ?? [])].map(([key, value]) => [
        normalizeName(key),
        items(value),
      ]),
    ),
  };
}

function single(ini: Ini, section: string, key: string): LocatedText | undefined {
  return ini.get(section)?.get(key)?.lines[0];
}

/** One requirement a line; a value on the line of its key is split at `;`, markers or not, as setuptools does. */
function items({ text: whole, lines }: IniValue): readonly LocatedText[] {
  if (whole.includes("\n"))
    return lines.map(({ text, ...position }) => ({
      text: text.replace(/\s#.*$/u, "").trimEnd(),
      ...position,
    }));
  let at = 0;
  return lines.flatMap(({ text, line, column }) =>
    text.split(";").flatMap((part) => {
      const start = at + part.length - part.trimStart().length;
      at += part.length + 1;
      return part.trim() === "" ? [] : [{ text: part.trim(), line, column: column + start }];
    }),
  );
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
