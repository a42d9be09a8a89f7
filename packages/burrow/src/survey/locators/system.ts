import { absolute, isAbsolute, join } from "../../model/path.ts";
import type { OperatingSystem } from "../../model/platform.ts";
import { pythonsBelow, pythonsIn } from "./folder.ts";
import type { Locator } from "./locator.ts";

/** Folders with executables: the file hierarchy standard; Homebrew (Apple and Intel), MacPorts. */
const FOLDERS: Readonly<Record<OperatingSystem, readonly string[]>> = {
  linux: ["/usr/bin", "/usr/local/bin"],
  macos: ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin"],
  windows: [],
};

/** Folders with a prefix per version: the installer of python.org on macOS, hand-made ones on Linux. */
const PREFIXES: Readonly<Record<OperatingSystem, readonly string[]>> = {
  linux: ["/opt/python"],
  macos: ["/Library/Frameworks/Python.framework/Versions", "/Library/Frameworks/PythonT.framework/Versions"],
  windows: [],
};

/** The places where systems and their installers put Pythons. */
export const systemLocator: Locator = (machine) => {
  const { os } = machine.platform;
  const windows = os === "windows" ? windowsPrefixes(machine.env) : [];
  return [
    ...FOLDERS[os].flatMap((folder) => pythonsIn(machine, absolute(folder), "system")),
    ...[...PREFIXES[os], ...windows].flatMap((folder) => pythonsBelow(machine, absolute(folder), "system")),
  ];
};

/** The installer of python.org for one user (`%LOCALAPPDATA%\Programs\Python\Python312`) and for all (`%ProgramFiles%\Python312`). */
function windowsPrefixes(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const local = env["LOCALAPPDATA"];
  const programs = env["ProgramFiles"];
  return [
    ...(local !== undefined && isAbsolute(local) ? [join(absolute(local), "Programs", "Python")] : []),
    ...(programs !== undefined && isAbsolute(programs) ? [absolute(programs)] : []),
  ];
}
