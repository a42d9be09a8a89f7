import type { Machine } from "../../machine/machine.ts";
import { absolute, isAbsolute, join, parent, type AbsolutePath } from "../../model/path.ts";
import { child } from "../child.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** The prefixes of the Pythons that Jupyter's kernelspecs start (`<data>/kernels/<name>/kernel.json`, its `argv`); one may lie anywhere. */
export function kernelPrefixes(machine: Machine): readonly AbsolutePath[] {
  return jupyterFolders(machine)
    .map((folder) => join(folder, "kernels"))
    .flatMap((folder) =>
      machine.list(folder).flatMap(({ name }) => startedBy(machine, join(folder, name, "kernel.json"))),
    );
}

/** The data folders of Jupyter (`jupyter --paths`). */
function jupyterFolders(machine: Machine): readonly AbsolutePath[] {
  const { home, env, platform } = machine;
  const separator = platform.os === "windows" ? ";" : ":";
  const told = (env["JUPYTER_PATH"] ?? "").split(separator).filter(isAbsolute).map(absolute);
  const own =
    folderIn(machine, "JUPYTER_DATA_DIR") ??
    (platform.os === "macos"
      ? join(home, "Library", "Jupyter")
      : join(userFolders(machine).plainData, "jupyter"));
  const shared =
    platform.os === "windows"
      ? [join(folderIn(machine, "ProgramData") ?? absolute("C:\\ProgramData"), "jupyter")]
      : [absolute("/usr/local/share/jupyter"), absolute("/usr/share/jupyter")];
  return [...new Set([...told, own, ...shared])];
}

function startedBy(machine: Machine, file: AbsolutePath): readonly AbsolutePath[] {
  const text = machine.readText(file, 65_536);
  if (text === undefined) return [];
  const program = programIn(text);
  if (program === undefined || !isAbsolute(program)) return [];
  const folder = parent(absolute(program));
  const prefix = /[\\/](?:bin|Scripts)$/iu.test(folder) ? parent(folder) : folder;
  const isOne = ["pyvenv.cfg", "conda-meta"].some(
    (name) => machine.status(child(prefix, name)) !== undefined,
  );
  return isOne ? [prefix] : [];
}

function programIn(text: string): string | undefined {
  try {
    const { argv } = JSON.parse(text) as { readonly argv?: unknown };
    const [program] = Array.isArray(argv) ? (argv as readonly unknown[]) : [];
    return typeof program === "string" ? program : undefined;
  } catch {
    return undefined;
  }
}
