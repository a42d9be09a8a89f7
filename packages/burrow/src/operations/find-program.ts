import type { Machine } from "../machine/machine.ts";
import { BurrowError } from "../model/error.ts";
import { absolute, type AbsolutePath, isAbsolute, join } from "../model/path.ts";

/** The program by the rules of a shell: a path as it is given, a name by PATH (on Windows with PATHEXT). Throws `run/not-found` and `run/not-executable`. */
export function programFor(
  machine: Machine,
  command: string,
  env: Readonly<Record<string, string>>,
  cwd: AbsolutePath,
): AbsolutePath {
  const windows = machine.platform.os === "windows";
  const folders = /[\\/]/u.test(command)
    ? [cwd]
    : (env["PATH"] ?? "")
        .split(windows ? ";" : ":")
        .filter((folder) => isAbsolute(folder))
        .map((folder) => absolute(folder));
  const endings = windows ? ["", ...(env["PATHEXT"] ?? ".COM;.EXE;.BAT;.CMD").split(";")] : [""];
  let forbidden: AbsolutePath | undefined;
  for (const folder of folders)
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
  throw new BurrowError("run/not-found", `there is no program \`${command}\``, {
    because: "it is neither in the environment nor on PATH",
    hint: "burrow add the distribution that provides it, or name its path",
  });
}
