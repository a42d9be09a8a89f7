import type { Machine } from "../../machine/machine.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { pythonsBelow } from "./folder.ts";
import type { Locator } from "./locator.ts";
import { placesOf, type Tool } from "./tool.ts";
import { folderIn } from "./user-folders.ts";

/** The file that Rye leaves in a project's environment. */
export const RYE_MARK = "rye-venv.json";

/** Rye: tools in `<home>/tools`, and the environment that it runs itself in. */
export const rye: Tool = {
  places: (machine) => [
    ...placesOf({ kind: "rye", governor: "rye", depth: 1 }, [join(ryeHome(machine), "tools")]),
    ...placesOf({ kind: "rye", governor: "rye", depth: 1 }, [ryeHome(machine)]),
  ],
};

/** What Rye downloaded: `<home>/py/cpython@3.12.3`. */
export const ryeLocator: Locator = (machine) => [
  ...pythonsBelow(machine, join(ryeHome(machine), "py"), "rye"),
  // Archives that are not stripped down have the installation one level deeper.
  ...machine
    .list(join(ryeHome(machine), "py"))
    .flatMap(({ name }) => pythonsBelow(machine, join(ryeHome(machine), "py", name), "rye")),
];

function ryeHome(machine: Machine): AbsolutePath {
  return folderIn(machine, "RYE_HOME") ?? join(machine.home, ".rye");
}
