import { join } from "../../model/path.ts";
import { child } from "../child.ts";
import { pythonsIn } from "./folder.ts";
import type { Locator } from "./locator.ts";
import { userFolders } from "./user-folders.ts";

/** The Pythons of the Microsoft Store: a folder of the package's family beside the aliases, which stand there even where nothing is installed. */
export const storeLocator: Locator = (machine) => {
  if (machine.platform.os !== "windows") return [];
  const apps = join(userFolders(machine).data, "Microsoft", "WindowsApps");
  return machine
    .list(apps)
    .filter(({ name, kind }) => kind !== "file" && name.startsWith("PythonSoftwareFoundation.Python."))
    .flatMap(({ name }) => pythonsIn(machine, child(apps, name), "store"));
};
