import { absolute } from "../../../src/model/path.ts";
import { readSettings, type SettingsReading } from "../../../src/project/settings/read-settings.ts";
import { type Content, filesOf } from "../../kit/files.ts";

/** The one place that reads: the settings of `/w/shop`, the user's in `/home/me/.config/burrow`. */
export function settingsOf(files: Readonly<Record<string, Content>>): SettingsReading {
  return readSettings(
    {
      root: absolute("/w/shop"),
      userFile: absolute("/home/me/.config/burrow/burrow.toml"),
      home: absolute("/home/me"),
    },
    filesOf(files),
  );
}

/** The same of a `burrow.toml` alone. */
export const ofToml = (text: string): SettingsReading => settingsOf({ "/w/shop/burrow.toml": text });

/** Problems as `file:line:column: message (hint)`, below `/w/shop`. */
export const told = ({ problems }: SettingsReading): readonly string[] =>
  problems.map(
    ({ file, line, column, message, hint }) =>
      `${file.replace("/w/shop/", "")}:${line}:${column}: ${message}${hint === undefined ? "" : ` (${hint})`}`,
  );
