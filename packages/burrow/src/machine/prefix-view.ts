import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes `view` a folder that shows the environment at `prefix`: its folders through links (junctions on Windows), and a copy of its `pyvenv.cfg` (PEP 405).
 * A Python started from it takes the view for its prefix and finds what is installed; other files of the prefix are not shown.
 */
export function showPrefix(prefix: string, view: string): void {
  mkdirSync(view);
  for (const name of existsSync(prefix) ? readdirSync(prefix) : []) {
    const path = join(prefix, name);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
      symlinkSync(path, join(view, name), "junction");
  }
  const cfg = join(prefix, "pyvenv.cfg");
  if (existsSync(cfg)) copyFileSync(cfg, join(view, "pyvenv.cfg"));
}
