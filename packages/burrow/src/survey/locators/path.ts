import { absolute, isAbsolute } from "../../model/path.ts";
import { pythonsIn } from "./folder.ts";
import type { Locator } from "./locator.ts";

/** The folders of PATH in their order. Relative ones are left out: they mean another place for everybody. */
export const pathLocator: Locator = (machine) => {
  const separator = machine.platform.os === "windows" ? ";" : ":";
  const folders = (machine.env["PATH"] ?? machine.env["Path"] ?? "").split(separator).filter(isAbsolute);
  return [...new Set(folders.map(absolute))].flatMap((folder) => pythonsIn(machine, folder, "path"));
};
