import type { Machine } from "../../machine/machine.ts";
import { absolute, isAbsolute, join, type AbsolutePath } from "../../model/path.ts";

/** The folder that a variable names; `~` is the home folder, a relative one means another place for everybody and names none. */
export function folderIn({ env, home }: Machine, name: string): AbsolutePath | undefined {
  const value = env[name];
  if (value === undefined) return undefined;
  if (value === "~" || /^~[\\/]/u.test(value)) return join(home, value.slice(2) || ".");
  return isAbsolute(value) ? absolute(value) : undefined;
}

/** Where programs keep what is the user's: the XDG base directories, `~/Library`, and the known folders of Windows. */
export interface UserFolders {
  readonly data: AbsolutePath;
  readonly cache: AbsolutePath;
  readonly config: AbsolutePath;
  /** The data folder as programs see it that go by XDG on macOS too (uv, mise). */
  readonly plainData: AbsolutePath;
}

/** The folders of this user (`platformdirs` has the same). */
export function userFolders(machine: Machine): UserFolders {
  const { home, platform } = machine;
  const at = (name: string, ...otherwise: readonly string[]) =>
    folderIn(machine, name) ?? join(home, ...otherwise);
  const plainData = at("XDG_DATA_HOME", ".local", "share");
  switch (platform.os) {
    case "linux":
      return {
        data: plainData,
        cache: at("XDG_CACHE_HOME", ".cache"),
        config: at("XDG_CONFIG_HOME", ".config"),
        plainData,
      };
    case "macos": {
      const support = join(home, "Library", "Application Support");
      return { data: support, cache: join(home, "Library", "Caches"), config: support, plainData };
    }
    case "windows": {
      const local = at("LOCALAPPDATA", "AppData", "Local");
      const roaming = at("APPDATA", "AppData", "Roaming");
      return { data: local, cache: local, config: roaming, plainData: roaming };
    }
  }
}
