import { join } from "../../model/path.ts";
import { pythonsBelow } from "./folder.ts";
import type { Locator } from "./locator.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** What mise installed: `<data>/installs/python/*`, beside links for minor versions and `latest`. */
export const miseLocator: Locator = (machine) => {
  const data = folderIn(machine, "MISE_DATA_DIR") ?? join(userFolders(machine).plainData, "mise");
  return pythonsBelow(machine, join(data, "installs", "python"), "mise");
};
