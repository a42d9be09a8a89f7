import type { Machine } from "../../machine/machine.ts";
import { absolute, baseName, isAbsolute, join, parent, type AbsolutePath } from "../../model/path.ts";
import type { PyvenvCfg } from "../../standards/pyvenv-cfg.ts";
import { layoutOf, type Layout, type Library } from "./layout.ts";
import { versionOnDisk, type ToldVersion } from "./version.ts";

/** The interpreter that an environment was made from. */
export interface Base extends Partial<ToldVersion> {
  readonly prefix: AbsolutePath;
  readonly executable: AbsolutePath;
  /** Its standard library, when it is there. */
  readonly library?: Library;
  /** Whether its prefix holds other minor versions and this one no more, as after an upgrade of the system. */
  readonly replaced: boolean;
}

/** What the `home` of a `pyvenv.cfg` leads to (PEP 405). Undefined when it has none, or one that is no absolute path. */
export function baseOf(machine: Machine, cfg: PyvenvCfg): Base | undefined {
  if (cfg.home === undefined || !isAbsolute(cfg.home)) return undefined;
  const home = absolute(cfg.home);
  const executable = executableIn(machine, home, cfg);
  const layouts = prefixesOf(machine, home, executable, cfg).map((prefix) => {
    const layout = layoutOf(machine, prefix);
    return { prefix, layout, library: layout && libraryFor(layout, cfg.version) };
  });
  const { prefix, layout, library } = layouts.find((one) => one.library !== undefined) ??
    layouts[0] ?? { prefix: home };
  const told = library && versionOnDisk(machine, prefix, library);
  return {
    prefix,
    executable,
    ...(library && { library }),
    ...told,
    replaced: library === undefined && (layout?.libraries.length ?? 0) > 0,
  };
}

/** The library of the given version's minor, else the newest. */
export function libraryFor({ libraries }: Layout, version: string | undefined): Library | undefined {
  const minor = minorOf(version);
  return minor === undefined
    ? libraries[0]
    : libraries.find((library) => library.minor === minor || library.minor === undefined);
}

/** `3.12` of `3.12.4`. */
export function minorOf(version: string | undefined): string | undefined {
  return version && /^\d+\.\d+/u.exec(version)?.[0];
}

/** Where the base's prefix may be: above `home`, or where its executable really lies (Homebrew's `opt/python@3.12/bin` leads into a framework). */
function prefixesOf(
  machine: Machine,
  home: AbsolutePath,
  executable: AbsolutePath,
  { basePrefix }: PyvenvCfg,
): readonly AbsolutePath[] {
  if (basePrefix !== undefined && isAbsolute(basePrefix)) return [absolute(basePrefix)];
  if (baseName(home) !== "bin") return [home];
  const real = parent(parent(machine.realPath(executable) ?? executable));
  // `/bin` is a link to `/usr/bin` on merged systems; a Python never has its prefix at the root.
  return home === "/bin" ? [real] : [parent(home), real];
}

function executableIn(
  machine: Machine,
  home: AbsolutePath,
  { executable, version }: PyvenvCfg,
): AbsolutePath {
  const minor = minorOf(version);
  const names = [...(minor ? [`python${minor}`] : []), "python3", "python", "pypy3", "python.exe"];
  const known = executable !== undefined && isAbsolute(executable) ? [absolute(executable)] : [];
  const candidates = [...known, ...names.map((name) => join(home, name))];
  return (
    candidates.find((path) => machine.target(path)?.kind === "file") ??
    known[0] ??
    join(home, names[0] ?? "python")
  );
}
