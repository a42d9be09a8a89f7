import { absolute, type AbsolutePath, isAbsolute, join } from "../model/path.ts";
import type { OperatingSystem } from "../model/platform.ts";
import type { Folders } from "./context.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** burrow's own folders: all below `BURROW_HOME` when it is set, else the platform's usual places (XDG, Library, AppData). */
export function foldersOf(os: OperatingSystem, home: AbsolutePath, env: Variables): Folders {
  const moved = pathIn(env, "BURROW_HOME");
  if (moved !== undefined)
    return { config: join(moved, "config"), data: join(moved, "data"), cache: join(moved, "cache") };
  switch (os) {
    case "linux":
      return {
        config: join(pathIn(env, "XDG_CONFIG_HOME") ?? join(home, ".config"), "burrow"),
        data: join(pathIn(env, "XDG_DATA_HOME") ?? join(home, ".local", "share"), "burrow"),
        cache: join(pathIn(env, "XDG_CACHE_HOME") ?? join(home, ".cache"), "burrow"),
      };
    case "macos": {
      const support = join(home, "Library", "Application Support", "burrow");
      return { config: support, data: support, cache: join(home, "Library", "Caches", "burrow") };
    }
    case "windows": {
      const local = join(pathIn(env, "LOCALAPPDATA") ?? join(home, "AppData", "Local"), "burrow");
      const roaming = join(pathIn(env, "APPDATA") ?? join(home, "AppData", "Roaming"), "burrow");
      return { config: roaming, data: join(local, "data"), cache: join(local, "cache") };
    }
  }
}

function pathIn(env: Variables, name: string): AbsolutePath | undefined {
  const value = env[name];
  return value !== undefined && isAbsolute(value) ? absolute(value) : undefined;
}

/** Where wheels are that were built from source, safe to delete at any time. */
export function wheelFolder({ cache }: Folders): AbsolutePath {
  return join(cache, "built");
}
