import type { Machine } from "../../machine/machine.ts";
import { absolute, isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import { pythonsBelow } from "./folder.ts";
import type { Locator } from "./locator.ts";
import { placesOf, type Tool } from "./tool.ts";

/** What pyenv built: `<root>/versions/*`. */
export const pyenvLocator: Locator = (machine) =>
  pythonsBelow(machine, join(pyenvRoot(machine), "versions"), "pyenv");

/** pyenv-virtualenv: `<root>/versions/<version>/envs/<name>`, with links to them in `versions`. */
export const pyenvVirtualenv: Tool = {
  places: (machine) =>
    placesOf({ kind: "pyenv-virtualenv", depth: 3 }, [
      join(pyenvRoot(machine), "versions"),
      join(machine.home, ".pyenv", "versions"),
    ]),
};

/** Whether a path is one of pyenv's shims: shell scripts that start whichever Python the folder asks for, or none. They are no interpreters. */
export function isShim(machine: Machine, executable: AbsolutePath): boolean {
  const folder = join(executable, "..");
  // asdf and mise lay theirs out in the same way.
  return (
    folder === join(pyenvRoot(machine), "shims") || /[\\/](?:\.pyenv|\.asdf|mise)[\\/]shims$/u.test(folder)
  );
}

function pyenvRoot({ env, home }: Machine): AbsolutePath {
  const root = env["PYENV_ROOT"];
  return root !== undefined && isAbsolute(root) ? absolute(root) : join(home, ".pyenv");
}
