import { join } from "../../model/path.ts";
import { placesOf, type Tool } from "./tool.ts";
import { folderIn } from "./user-folders.ts";

/** virtualenvwrapper: `WORKON_HOME`, by default `~/.virtualenvs`; people and other tools keep theirs there too. */
export const virtualenvwrapper: Tool = {
  places: (machine) =>
    placesOf({ kind: "virtualenvwrapper", depth: 1 }, [
      folderIn(machine, "WORKON_HOME"),
      join(machine.home, ".virtualenvs"),
    ]),
};
