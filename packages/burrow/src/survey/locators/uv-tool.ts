import { join } from "../../model/path.ts";
import { placesOf, type Tool } from "./tool.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** `uv tool`: `UV_TOOL_DIR`, else `tools` in uv's data folder (`uv tool dir`). */
export const uvTool: Tool = {
  places: (machine) => {
    const { plainData } = userFolders(machine);
    const windows = machine.platform.os === "windows";
    return placesOf({ kind: "uv-tool", governor: "uv tool", depth: 1 }, [
      folderIn(machine, "UV_TOOL_DIR"),
      join(plainData, "uv", "tools"),
      ...(windows ? [join(plainData, "uv", "data", "tools")] : []),
    ]);
  },
};
