import { absolute, isAbsolute, join } from "../../model/path.ts";
import { pythonsBelow } from "./folder.ts";
import type { Locator } from "./locator.ts";

/** What uv downloaded: `uv python dir`, which is `UV_PYTHON_INSTALL_DIR` or lies in the data folder. Links per minor version lead to the same. */
export const uvLocator: Locator = (machine) => {
  const { env, home, platform } = machine;
  const told = env["UV_PYTHON_INSTALL_DIR"];
  const data = platform.os === "windows" ? env["APPDATA"] : env["XDG_DATA_HOME"];
  const usual = data !== undefined && isAbsolute(data) ? absolute(data) : join(home, ".local", "share");
  const folder = told !== undefined && isAbsolute(told) ? absolute(told) : join(usual, "uv", "python");
  return pythonsBelow(machine, folder, "uv");
};
