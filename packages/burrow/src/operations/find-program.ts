import type { Machine } from "../machine/machine.ts";
import { BurrowError } from "../model/error.ts";
import { absolute, type AbsolutePath, isAbsolute, join } from "../model/path.ts";

/** Programs that act on the Python they belong to: another environment's must not be taken for this one's. */
const BELONGS = /^(?:python|pip|pydoc|idle|wheel|easy_install|2to3|ensurepip)[\d.]*(?:\.exe)?$/iu;

/**
 * The program by the rules of a shell: a path as it is given, a name by PATH (on Windows with PATHEXT), whose first folder is the environment's own.
 * A Python or pip is taken from there alone. Throws `run/not-found` and `run/not-executable`.
 */
export function programFor(
  machine: Machine,
  command: string,
  env: Readonly<Record<string, string>>,
  cwd: AbsolutePath,
): AbsolutePath {
  const windows = machine.platform.os === "windows";
  const isPath = /[\\/]/u.test(command);
  const folders = isPath
    ? [cwd]
    : (env["PATH"] ?? "")
        .split(windows ? ";" : ":")
        .filter((folder) => isAbsolute(folder))
        .map((folder) => absolute(folder));
  const [own] = folders;
  const isOwn = own !== undefined && !isPath && BELONGS.test(command);
  const endings = windows ? ["", ...(env["PATHEXT"] ?? ".COM;.EXE;.BAT;.CMD").split(";")] : [""];
  let forbidden: AbsolutePath | undefined;
  for (const folder of isOwn ? [own] : folders)
    for (const ending of endings) {
      const path = join(folder, command + ending);
      const status = machine.target(path);
      if (status?.kind !== "file") continue;
      if (windows || (status.mode & 0o111) !== 0) return path;
      forbidden ??= path;
    }
  if (forbidden !== undefined)
    throw new BurrowError("run/not-executable", `\`${forbidden}\` cannot be executed`, {
      because: "it has no execute permission",
    });
  if (isPath)
    throw new BurrowError("run/not-found", `there is no program \`${command}\``, {
      because: `no file is at ${join(cwd, command)}`,
      hint: "mend the path; a program of the environment needs its name alone",
    });
  throw new BurrowError("run/not-found", `there is no program \`${command}\``, {
    because: isOwn
      ? "the environment has none, and the one on PATH would change another Python"
      : "it is neither in the environment nor on PATH",
    hint: "add the distribution that provides it to the project's requirements, then burrow up",
  });
}
