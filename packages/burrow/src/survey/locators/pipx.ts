import { absolute, join } from "../../model/path.ts";
import { placesOf, type Tool } from "./tool.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** pipx: `PIPX_HOME`, `~/.local/share/pipx`, the places of earlier versions, and those for all users (pipx's `paths.py`). */
export const pipx: Tool = {
  places: (machine) => {
    const { data } = userFolders(machine);
    const { home, platform } = machine;
    const homes = [
      folderIn(machine, "PIPX_HOME"),
      join(data, "pipx"),
      join(home, ".local", "pipx"),
      ...(platform.os === "windows"
        ? [join(home, "pipx"), join(data, "pipx", "pipx")]
        : [absolute("/opt/pipx")]),
      folderIn(machine, "PIPX_GLOBAL_HOME"),
    ];
    return placesOf(
      { kind: "pipx", governor: "pipx", depth: 1 },
      homes.map((folder) => folder && join(folder, "venvs")),
    );
  },
};
