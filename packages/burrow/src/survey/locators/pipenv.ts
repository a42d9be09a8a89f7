import { join } from "../../model/path.ts";
import { pipenvHash } from "./path-hash.ts";
import { placesOf, type Tool } from "./tool.ts";
import { userFolders } from "./user-folders.ts";

/**
 * pipenv: `WORKON_HOME`, else `virtualenvs` in the data folder (on Windows `~/.virtualenvs`, which is virtualenvwrapper's). What lies there
 * is pipenv's only when its name says so.
 */
export const pipenv: Tool = {
  places: (machine) =>
    placesOf({ kind: "virtualenvwrapper", depth: 1 }, [
      join(userFolders(machine).plainData, "virtualenvs"),
      join(machine.home, ".local", "share", "virtualenvs"),
    ]),
  hash: pipenvHash,
};
