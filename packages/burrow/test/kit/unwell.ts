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

/** A copy of the metadata of pear 1.1 that says to be pear 1.0: its RECORD lists what is pear 1.1's, and nothing of its own. */
export function copied(site: string): void {
  const twin = join(site, "pear-1.0.dist-info");
  cpSync(join(site, "pear-1.1.dist-info"), twin, { recursive: true });
  replace(join(twin, "METADATA"), readFileSync(join(twin, "METADATA"), "utf8").replaceAll("1.1", "1.0"));
}

/** As `duplicated`, and the RECORD of each lists the metadata of both. */
export function entangled(site: string): void {
  duplicated(site);
  const records = ["1.0", "1.1"].map((version) => join(site, `pear-${version}.dist-info/RECORD`));
  const both = records.map((record) => readFileSync(record, "utf8")).join("");
  for (const record of records) replace(record, both);
}

/** The metadata of a pear, and no pear. */
export function gutted(site: string): void {
  rmSync(join(site, "pear.py"));
}

/** The torch for another accelerator than its version says. */
export function otherTorch(site: string): void {
  replace(join(site, "torch/version.py"), "cuda = None\nhip = None\n");
}
