import type { Machine } from "../../machine/machine.ts";
import type { Layer } from "../../model/environment.ts";
import { absolute, join, type AbsolutePath } from "../../model/path.ts";
import type { Form } from "./form.ts";
import type { Layout, Library } from "./layout.ts";

/**
 * The folders of `sys.path` that hold distributions, in its order: the prefix's own, and with `include-system-site-packages` the user's
 * and the base's (CPython's `site` module). Folders that `.pth` files add are not followed.
 */
export function layersOf(machine: Machine, form: Form): readonly Layer[] {
  const { type, layout, library, cfg, base } = form;
  if (type === "base") return library ? ownLayers(machine, basePlaces(machine, layout, library)) : [];
  const own = library ? ownLayers(machine, places(layout, library)) : [];
  if (type !== "venv" || cfg?.includeSystemSitePackages !== true || base?.library === undefined) return own;
  const below = basePlacesOf(machine, base.prefix, base.library);
  const inherited = [...userPlaces(machine, base.library), ...below]
    .filter((sitePackages) => machine.target(sitePackages)?.kind === "folder")
    .map((sitePackages) => ({ sitePackages, inherited: true }));
  return [...own, ...inherited];
}

/** The first is there even when it is empty: what is installed next goes there. */
function ownLayers(machine: Machine, folders: readonly AbsolutePath[]): readonly Layer[] {
  return folders
    .filter((folder, index) => index === 0 || machine.target(folder)?.kind === "folder")
    .map((sitePackages) => ({ sitePackages, inherited: false }));
}

/** `lib` and, on systems that keep them apart, `lib64` of the same Python. */
function places({ libraries }: Layout, library: Library): readonly AbsolutePath[] {
  const same = libraries.filter(
    ({ minor, implementation, freeThreaded }) =>
      minor === library.minor &&
      implementation === library.implementation &&
      freeThreaded === library.freeThreaded,
  );
  return same.map(({ folder }) => join(folder, "site-packages"));
}

function basePlaces(machine: Machine, layout: Layout, library: Library): readonly AbsolutePath[] {
  const prefix = prefixOf(library);
  return prefix === "/usr" ? basePlacesOf(machine, prefix, library) : places(layout, library);
}

function basePlacesOf(machine: Machine, prefix: AbsolutePath, library: Library): readonly AbsolutePath[] {
  const own = join(library.folder, "site-packages");
  if (prefix !== "/usr" || library.minor === undefined) return [own];
  const minor = `python${library.minor}`;
  // Debian's site module: distributions of packages in `dist-packages`, those of pip in `/usr/local`.
  const debian = absolute("/usr/lib/python3/dist-packages");
  if (machine.status(debian) !== undefined)
    return [
      absolute(`/usr/local/lib/${minor}/dist-packages`),
      debian,
      absolute(`/usr/lib/${minor}/dist-packages`),
    ];
  // Fedora's: pure Python in `lib`, the rest in `lib64`, those of pip in `/usr/local`.
  return ["/usr/local/lib", "/usr/local/lib64", "/usr/lib", "/usr/lib64"].map((lib) =>
    absolute(`${lib}/${minor}/site-packages`),
  );
}

/** `site.getusersitepackages`: on while the system's packages are. */
function userPlaces({ home, env, platform }: Machine, { minor = "" }: Library): readonly AbsolutePath[] {
  if (platform.os === "windows" || env["PYTHONNOUSERSITE"]) return [];
  const base = env["PYTHONUSERBASE"] ? join(home, env["PYTHONUSERBASE"]) : join(home, ".local");
  return [join(base, "lib", `python${minor}`, "site-packages")];
}

function prefixOf({ folder }: Library): AbsolutePath {
  return join(folder, "..", "..");
}
