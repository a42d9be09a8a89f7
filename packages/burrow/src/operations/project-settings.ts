import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, isInside, join, relative } from "../model/path.ts";
import { counted } from "../model/reason.ts";
import { readSettings, type SettingsReading } from "../project/settings/read-settings.ts";
import type { Context } from "./context.ts";
import { filesOf } from "./project-files.ts";

/** The settings that hold in a folder, and what is wrong with them; a file that cannot be understood says nothing. */
export function settingsFor(
  { machine, folders }: Pick<Context, "machine" | "folders">,
  root: AbsolutePath,
): SettingsReading {
  return readSettings(
    { root, userFile: join(folders.config, "burrow.toml"), home: machine.home },
    filesOf(machine),
  );
}

/** The settings that hold in a folder. Throws `settings/invalid` with file and line, what is wrong and what is near. */
export function readProjectSettings(
  context: Pick<Context, "machine" | "folders">,
  root: AbsolutePath,
): Promise<Omit<SettingsReading, "problems">> {
  const reading = settingsFor(context, root);
  const [first, ...more] = reading.problems;
  if (first === undefined) return Promise.resolve(reading);
  const { file, line, message, hint } = first;
  const shown = isInside(file, root) ? relative(root, file) : file;
  throw new BurrowError("settings/invalid", `the settings in \`${shown}:${line}\` are not valid`, {
    because: more.length === 0 ? message : `${message}, and ${counted(more.length, "more problem")}`,
    ...(hint !== undefined && { hint }),
    details: { problems: reading.problems },
  });
}
