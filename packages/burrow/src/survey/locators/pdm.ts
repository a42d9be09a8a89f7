import type { Machine } from "../../machine/machine.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { pythonsBelow } from "./folder.ts";
import type { Locator } from "./locator.ts";
import { pdmHash } from "./path-hash.ts";
import { placesOf, type Tool } from "./tool.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** PDM: `venv.location`, by default `venvs` in its data folder. */
export const pdm: Tool = {
  places: (machine) =>
    placesOf({ kind: "pdm", governor: "pdm", depth: 1 }, [
      folderIn(machine, "PDM_VENV_LOCATION"),
      join(pdmData(machine), "venvs"),
    ]),
  hash: pdmHash,
};

/** What `pdm python install` fetched: `<data>/python/cpython@3.12.4`. */
export const pdmLocator: Locator = (machine) =>
  pythonsBelow(machine, join(pdmData(machine), "python"), "pdm");

/** The folder of PDM's data; `platformdirs` puts the author's name, which is PDM's own, between on Windows. */
function pdmData(machine: Machine): AbsolutePath {
  const { data } = userFolders(machine);
  return machine.platform.os === "windows" ? join(data, "pdm", "pdm") : join(data, "pdm");
}
