import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replace } from "./breakages.ts";

/** Nothing but the word for which accelerator it is built. */
export const TORCH = {
  name: "torch",
  version: "2.1.0+cu121",
  files: { "torch/__init__.py": "", "torch/version.py": "cuda = '12.1'\nhip = None\n" },
};

/** Beside the metadata of pear 1.1 that of pear 1.0. */
export function duplicated(site: string): void {
  const twin = join(site, "pear-1.0.dist-info");
  cpSync(join(site, "pear-1.1.dist-info"), twin, { recursive: true });
  for (const name of ["METADATA", "RECORD"])
    replace(join(twin, name), readFileSync(join(twin, name), "utf8").replaceAll("1.1", "1.0"));
}

/** The metadata of a pear, and no pear. */
export function gutted(site: string): void {
  rmSync(join(site, "pear.py"));
}

/** The torch for another accelerator than its version says. */
export function otherTorch(site: string): void {
  replace(join(site, "torch/version.py"), "cuda = None\nhip = None\n");
}
