import { join } from "../../model/path.ts";
import { pythonsBelow } from "./folder.ts";
import type { Locator } from "./locator.ts";
import { folderIn } from "./user-folders.ts";

/** What asdf installed: `<data>/installs/python/*`. */
export const asdfLocator: Locator = (machine) => {
  const data = folderIn(machine, "ASDF_DATA_DIR") ?? join(machine.home, ".asdf");
  return pythonsBelow(machine, join(data, "installs", "python"), "asdf");
};
