import { join } from "../../model/path.ts";
import { pythonsBelow } from "./folder.ts";
import type { Locator } from "./locator.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** What uv downloaded: `uv python dir`, which is `UV_PYTHON_INSTALL_DIR` or lies in the data folder. Links per minor version lead to the same. */
export const uvLocator: Locator = (machine) => {
  const { plainData } = userFolders(machine);
  const windows = machine.platform.os === "windows";
  const usual = [
    join(plainData, "uv", "python"),
    ...(windows ? [join(plainData, "uv", "data", "python")] : []),
  ];
  const told = folderIn(machine, "UV_PYTHON_INSTALL_DIR");
  return (told === undefined ? usual : [told]).flatMap((folder) => pythonsBelow(machine, folder, "uv"));
};
