import type { Machine } from "../../machine/machine.ts";
import { absolute, type AbsolutePath, isAbsolute, join } from "../../model/path.ts";
import { poetryHash } from "./path-hash.ts";
import { placesOf, type Tool } from "./tool.ts";
import { folderIn, userFolders } from "./user-folders.ts";

/** Poetry: `virtualenvs.path` and `cache-dir` of its variables and its `config.toml`, else `pypoetry/virtualenvs` in the cache; its own environment beside. */
export const poetry: Tool = {
  places: (machine) => {
    const { cache, data, config } = userFolders(machine);
    const windows = machine.platform.os === "windows";
    const told = configured(machine, join(config, "pypoetry", "config.toml"));
    const caches = [
      folderIn(machine, "POETRY_CACHE_DIR"),
      told.cache,
      join(cache, "pypoetry", ...(windows ? ["Cache"] : [])),
    ];
    return [
      ...placesOf({ kind: "poetry", governor: "poetry", depth: 1 }, [
        folderIn(machine, "POETRY_VIRTUALENVS_PATH"),
        told.path,
        ...caches.map((folder) => folder && join(folder, "virtualenvs")),
      ]),
      ...placesOf({ kind: "venv", governor: "poetry", depth: 1 }, [
        folderIn(machine, "POETRY_HOME"),
        join(windows ? config : data, "pypoetry"),
      ]),
    ];
  },
  hash: poetryHash,
};

/** The two keys that matter, found line by line: a parser of TOML takes longer to load than a survey to end. */
function configured(
  machine: Machine,
  file: AbsolutePath,
): { readonly path?: AbsolutePath; readonly cache?: AbsolutePath } {
  let table = "";
  const found: { path?: AbsolutePath; cache?: AbsolutePath } = {};
  for (const line of (machine.readText(file, 65_536) ?? "").split(/\r?\n/u)) {
    table = /^\s*\[([^\]]+)\]/u.exec(line)?.[1]?.trim() ?? table;
    const [, key = "", value = ""] = /^\s*([\w.-]+)\s*=\s*["'](.*)["']\s*$/u.exec(line) ?? [];
    const name = table === "" ? key : `${table}.${key}`;
    if (!isAbsolute(value)) continue;
    if (name === "virtualenvs.path") found.path = absolute(value);
    if (name === "cache-dir") found.cache = absolute(value);
  }
  return found;
}
