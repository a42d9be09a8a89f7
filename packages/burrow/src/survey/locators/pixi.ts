import { join } from "../../model/path.ts";
import { placesOf, type Tool } from "./tool.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** pixi: programs for everywhere in `<home>/envs`, and with `detached-environments` those of projects in its cache; a project's own lie in its `.pixi/envs`. */
export const pixi: Tool = {
  places: (machine) => [
    ...placesOf({ kind: "pixi", governor: "pixi", depth: 1 }, [
      join(folderIn(machine, "PIXI_HOME") ?? join(machine.home, ".pixi"), "envs"),
    ]),
    ...placesOf({ kind: "pixi", governor: "pixi", depth: 3 }, [
      join(
        folderIn(machine, "PIXI_CACHE_DIR") ?? join(userFolders(machine).cache, "rattler", "cache"),
        "envs",
      ),
    ]),
  ],
};
