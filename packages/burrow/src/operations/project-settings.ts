import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, isInside, join, relative } from "../model/path.ts";
import { counted } from "../model/reason.ts";
import { readSettings, type SettingsReading } from "../project/settings/read-settings.ts";
import type { Context } from "./context.ts";
import { filesOf } from "./project-files.ts";

/** The settings that hold in a folder. Throws `settings/invalid` with file and line, what is wrong and what is near. */
export function readProjectSettings(
  { machine, folders }: Pick<Context, "machine" | "folders">,
  root: AbsolutePath,
): Promise<Omit<SettingsReading, "problems">> {
  const userFile = join(folders.config, "burrow.toml");
  const reading = readSettings({ root, userFile, home: machine.home }, filesOf(machine));
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
