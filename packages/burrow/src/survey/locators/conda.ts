import { absolute, isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import { child } from "../child.ts";
import { pythonsOf } from "./folder.ts";
import type { Locator } from "./locator.ts";

/** The names that the installers of the conda family propose. */
const NAMES: readonly string[] = ["miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba"];

/** Prefixes of conda: the ones it wrote into `~/.conda/environments.txt`, its root by variable, and the usual folders. */
export const condaLocator: Locator = (machine) => {
  const { env, home } = machine;
  const listed = (machine.readText(join(home, ".conda", "environments.txt")) ?? "").split(/\r?\n/u);
  const told = [env["CONDA_PREFIX"] ?? "", env["MAMBA_ROOT_PREFIX"] ?? "", env["CONDA_ROOT"] ?? ""];
  const usual = [home, absolute("/opt")].flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const prefixes: readonly AbsolutePath[] = [
    ...[...told, ...listed]
      .map((text) => text.trim())
      .filter(isAbsolute)
      .map(absolute),
    ...usual,
  ];
  return [...new Set(prefixes)]
    .filter((prefix) => machine.status(child(prefix, "conda-meta")) !== undefined)
    .flatMap((prefix) => pythonsOf(machine, prefix, "conda"));
};
