import type { Distribution } from "../../model/distribution.ts";
import type { Environment } from "../../model/environment.ts";
import type { Installed } from "../installed.ts";

/**
 * What pip and its like put on top of conda's packages: they leave their name (INSTALLER, PEP 376), a folder or an address. What says nothing of whence it came
 * is a package's own. In an environment that is not of conda's, everything.
 */
export function pipsIn({ packages }: Pick<Environment, "packages">, installed: Installed): Installed {
  if (packages === undefined) return installed;
  return new Map([...installed].filter(([, one]) => isPips(one)));
}

function isPips({ installer, editable, directUrl, inherited }: Distribution): boolean {
  if (inherited) return false;
  return installer === undefined ? editable !== undefined || directUrl !== undefined : installer !== "conda";
}
