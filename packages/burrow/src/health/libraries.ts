import { finding } from "../model/finding.ts";
import { baseName } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { few, over, reinstall, repairCommand, type Check } from "./check.ts";

/** Whether the shared libraries that its extension modules and its Python need are somewhere (ELF `NEEDED`, read from the files). */
export const libraries: Check = {
  name: "libraries",
  judge: ({ environment: { prefix, platform, kind }, vitals: { libraries: found } }) =>
    over(found, ({ unloadable }) =>
      unloadable.map(({ path, missing, processor, owners }) => {
        const file = baseName(path);
        const conda = kind === "conda" || kind === "conda-base" || kind === "pixi";
        const heals = owners.length > 0 && !conda;
        return finding(processor === undefined ? "library-missing" : "library-foreign", {
          subject: prefix,
          because:
            processor === undefined
              ? reason("library-missing", { file, names: few(missing) })
              : reason("library-foreign", { file, processor, machine: platform.arch }),
          evidence: [{ path, ...(missing.length > 0 && { note: missing.join(", ") }) }],
          action: heals ? repairCommand(prefix) : `install what provides ${few(missing) || file}`,
          ...(heals && { remedy: reinstall(prefix, owners) }),
        });
      }),
    ),
};
