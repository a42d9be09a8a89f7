import { absolute, isAbsolute, join } from "../../model/path.ts";
import { parseRegistry } from "../../standards/registry.ts";
import { pythonsOf } from "./folder.ts";
import type { Locator } from "./locator.ts";

/** Where installers note their Pythons (PEP 514): for this user, for all, and 32-bit ones for all. */
const KEYS: readonly string[] = [
  "HKCU\\Software\\Python",
  "HKLM\\Software\\Python",
  "HKLM\\Software\\WOW6432Node\\Python",
];

/** The Pythons in the registry of Windows, by their `InstallPath`. The launcher's own key is no Python. */
export const registryLocator: Locator = (machine) => {
  if (machine.platform.os !== "windows") return [];
  return KEYS.flatMap((key) => parseRegistry(machine.registry(key) ?? "")).flatMap(
    ({ company, executable, prefix }) => {
      if (company === "PyLauncher") return [];
      if (executable !== undefined && isAbsolute(executable))
        return [{ executable: absolute(executable), source: "registry" as const }];
      if (prefix === undefined || !isAbsolute(prefix)) return [];
      return pythonsOf(machine, join(absolute(prefix)), "registry");
    },
  );
};
