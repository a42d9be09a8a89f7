import type { Machine } from "../../machine/machine.ts";
import { absolute, isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import { child } from "../child.ts";
import { pythonsOf } from "./folder.ts";
import type { Locator } from "./locator.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** The names that the installers of the conda family propose. */
const NAMES: readonly string[] = [
  "miniconda3",
  "anaconda3",
  "miniforge3",
  "mambaforge",
  "micromamba",
  "miniconda",
  "anaconda",
  "miniforge",
  "mamba",
  "conda",
];

/** Prefixes of conda: the ones it wrote into `~/.conda/environments.txt`, its root by variable, and the usual folders. */
export const condaLocator: Locator = (machine) =>
  condaPrefixes(machine).flatMap((prefix) => pythonsOf(machine, prefix, "conda"));

/** Bases and environments of conda, mamba and micromamba: told, written down, configured, and in the usual folders with all in their `envs`. */
export function condaPrefixes(machine: Machine): readonly AbsolutePath[] {
  const { env, home } = machine;
  const listed = (machine.readText(join(home, ".conda", "environments.txt")) ?? "").split(/\r?\n/u);
  const told = [env["CONDA_PREFIX"] ?? "", env["MAMBA_ROOT_PREFIX"] ?? "", env["CONDA_ROOT"] ?? ""];
  const program = env["CONDA_EXE"] ?? "";
  const named = [...told, ...listed, ...(isAbsolute(program) ? [join(absolute(program), "..", "..")] : [])]
    .map((text) => text.trim())
    .filter(isAbsolute)
    .map(absolute);
  const isThere = (prefix: AbsolutePath) => machine.status(child(prefix, "conda-meta")) !== undefined;
  const prefixes = new Set([...named, ...usualBases(machine)].filter(isThere));
  const parts = new Set([
    ...[...prefixes].map((prefix) => child(prefix, "envs")),
    ...configured(machine, [...prefixes]),
    join(home, ".conda", "envs"),
  ]);
  const inFolders = [...parts].flatMap((folder) =>
    machine.list(folder).flatMap(({ name, kind }) => (kind === "file" ? [] : child(folder, name))),
  );
  return [...new Set([...prefixes, ...inFolders.filter(isThere)])];
}

function usualBases(machine: Machine): readonly AbsolutePath[] {
  const { home, platform, env } = machine;
  const { plainData, data } = userFolders(machine);
  // Homebrew's casks (`miniconda`, `miniforge`) put the base one folder deeper.
  const casks = ["/opt/homebrew/Caskroom", "/usr/local/Caskroom"].flatMap((room) =>
    ["miniconda", "miniforge", "mambaforge"].map((name) => absolute(`${room}/${name}/base`)),
  );
  const windows = [
    folderIn(machine, "ProgramData") ?? absolute("C:\\ProgramData"),
    join(data, "Continuum"),
    data,
    ...(env["SystemDrive"] === undefined ? [] : [absolute(`${env["SystemDrive"]}\\`)]),
  ];
  const folders = [
    home,
    ...(platform.os === "windows" ? windows : [absolute("/opt"), absolute("/usr/local")]),
  ];
  return [
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    // conda's installers on Windows propose names in capitals, which the file system does not tell apart; a listing does.
    ...(platform.os === "windows"
      ? folders.flatMap((folder) =>
          ["Anaconda3", "Miniconda3", "Miniforge3"].map((name) => join(folder, name)),
        )
      : []),
    join(plainData, "mamba"),
    ...(platform.os === "macos" ? casks : []),
  ];
}

/** `envs_dirs` of the condarc files and of the variables that stand for it (conda's "Using the .condarc conda configuration file"). */
function configured(machine: Machine, bases: readonly AbsolutePath[]): readonly AbsolutePath[] {
  const { env, home, platform } = machine;
  const separator = platform.os === "windows" ? ";" : ":";
  const variables = [env["CONDA_ENVS_PATH"], env["CONDA_ENVS_DIRS"]].flatMap(
    (text) => text?.split(separator) ?? [],
  );
  const files = [
    ...(platform.os === "windows" ? [] : [absolute("/etc/conda/.condarc")]),
    ...bases.map((base) => child(base, ".condarc")),
    join(userFolders(machine).config, "conda", ".condarc"),
    join(home, ".conda", ".condarc"),
    join(home, ".condarc"),
    join(home, ".mambarc"),
  ];
  const told = env["CONDARC"];
  const all = told !== undefined && isAbsolute(told) ? [...files, absolute(told)] : files;
  const lists = all.flatMap((file) => listUnder(machine.readText(file, 65_536) ?? "", "envs_(?:dirs|path)"));
  return [...variables, ...lists].flatMap((text) => {
    const path = text.startsWith("~") ? `${home}${text.slice(1)}` : text;
    return isAbsolute(path) ? absolute(path) : [];
  });
}

/** The items of a list of YAML under a key, of either style; all that a condarc needs, without a parser of YAML. */
function listUnder(text: string, key: string): readonly string[] {
  const [, inline = "", block = ""] =
    new RegExp(`^${key}:[ \\t]*(?:\\[(.*)\\])?[ \\t]*(?:#.*)?((?:\\r?\\n[ \\t]*(?:-.*|#.*)?)*)`, "mu").exec(
      text,
    ) ?? [];
  const lines = block.split(/\r?\n/u).map((line) => /^\s*-\s*(.*)$/u.exec(line)?.[1] ?? "");
  return [...inline.split(","), ...lines]
    .map((item) =>
      item
        .replace(/\s+#.*$/u, "")
        .trim()
        .replaceAll(/^["']|["']$/gu, ""),
    )
    .filter((item) => item !== "");
}
