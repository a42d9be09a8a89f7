import type { Machine } from "../../../machine/machine.ts";
import { absolute, type AbsolutePath, isAbsolute, join } from "../../../model/path.ts";

/** Where rattler's tools keep unpacked packages and the channels' lists (`RATTLER_CACHE_DIR`, else the platform's cache folder): burrow shares it with them. */
export function rattlerCache({
  platform,
  home,
  env,
}: Pick<Machine, "platform" | "home" | "env">): AbsolutePath {
  const said = pathIn(env["RATTLER_CACHE_DIR"]);
  if (said !== undefined) return said;
  switch (platform.os) {
    case "linux":
      return join(pathIn(env["XDG_CACHE_HOME"]) ?? join(home, ".cache"), "rattler", "cache");
    case "macos":
      return join(home, "Library", "Caches", "rattler", "cache");
    case "windows":
      return join(pathIn(env["LOCALAPPDATA"]) ?? join(home, "AppData", "Local"), "rattler", "cache");
  }
}

function pathIn(value: string | undefined): AbsolutePath | undefined {
  return value !== undefined && isAbsolute(value) ? absolute(value) : undefined;
}
