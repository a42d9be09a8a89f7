import type { Machine } from "../../machine/machine.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { pythonsBelow } from "./folder.ts";
import type { Locator } from "./locator.ts";
import { hatchHash } from "./path-hash.ts";
import { placesOf, type Tool } from "./tool.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** hatch: `<data>/env/virtual/<project>/<hash>/<name>`, and the environments that it runs itself in. */
export const hatch: Tool = {
  places: (machine) => {
    const data = hatchData(machine);
    const about = { kind: "hatch", governor: "hatch" } as const;
    return [
      ...placesOf({ ...about, depth: 3 }, [join(data, "env", "virtual")]),
      ...placesOf({ ...about, depth: 1 }, [join(data, "env", "virtual", ".internal")]),
      ...placesOf({ ...about, depth: 2 }, [join(data, "env", "virtual", ".internal")]),
    ];
  },
  hash: hatchHash,
};

/** What `hatch python install` fetched: `<data>/pythons/3.12/python`. */
export const hatchLocator: Locator = (machine) => {
  const pythons = join(hatchData(machine), "pythons");
  return machine.list(pythons).flatMap(({ name }) => pythonsBelow(machine, join(pythons, name), "hatch"));
};

/** The folder of hatch's data: `HATCH_DATA_DIR`, else `hatch` in the user's. */
function hatchData(machine: Machine): AbsolutePath {
  return folderIn(machine, "HATCH_DATA_DIR") ?? join(userFolders(machine).data, "hatch");
}
