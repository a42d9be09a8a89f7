import type { Machine } from "../../machine/machine.ts";
import { absolute, join, type AbsolutePath } from "../../model/path.ts";
import { child } from "../child.ts";

/** Folders of a Windows user in which environments lie, one level below: virtualenvwrapper and pipenv, conda, pipx, uv's tools, Poetry. */
const FOLDERS: readonly string[] = [
  ".virtualenvs",
  ".conda/envs",
  "miniconda3/envs",
  "anaconda3/envs",
  "miniforge3/envs",
  "pipx/venvs",
  "AppData/Roaming/uv/tools",
  "AppData/Local/pypoetry/Cache/virtualenvs",
];

/**
 * What Windows has, as its Linux subsystem sees it: a few folders of each user, because everything there is looked at over a protocol.
 * Nothing of it runs here; it is listed so that nobody wonders.
 */
export function windowsPrefixes(machine: Machine): readonly AbsolutePath[] {
  const { env, platform } = machine;
  if (platform.os !== "linux" || env["WSL_DISTRO_NAME"] === undefined) return [];
  const users = absolute("/mnt/c/Users");
  return machine
    .list(users)
    .filter(({ name, kind }) => kind === "folder" && !/^(?:Public|Default|All Users)/u.test(name))
    .flatMap(({ name }) => FOLDERS.map((folder) => join(users, name, folder)))
    .flatMap((folder) =>
      machine.list(folder).flatMap((entry) => (entry.kind === "folder" ? child(folder, entry.name) : [])),
    );
}
