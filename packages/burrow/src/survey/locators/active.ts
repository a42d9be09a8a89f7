import type { Machine } from "../../machine/machine.ts";
import type { AbsolutePath } from "../../model/path.ts";
import { folderIn } from "./user-folders.ts";

/** The environments that the shell has switched on. */
export function activePrefixes(machine: Machine): readonly AbsolutePath[] {
  return ["VIRTUAL_ENV", "CONDA_PREFIX"].flatMap((name) => folderIn(machine, name) ?? []);
}
