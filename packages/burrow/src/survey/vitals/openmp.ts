import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { child } from "../child.ts";

/** File names of OpenMP runtimes: Intel's, GNU's and LLVM's, also with the hash that `auditwheel` puts in. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^(?:libiomp5|libiomp5md)(?:-[0-9a-f]+)?\.(?:so|dylib|dll)/u, "libiomp5"],
  [/^libgomp(?:-[0-9a-f]+)?\.(?:so|dylib)/u, "libgomp"],
  [/^libomp(?:-[0-9a-f]+)?\.(?:so|dylib)/u, "libomp"],
];

/** The OpenMP runtimes that packages of the environment bundle: in its `lib`, in `<package>.libs` and in each package's own `lib`. */
export function openmpIn(
  machine: Machine,
  { layers, realPrefix }: Environment,
): readonly { readonly family: string; readonly path: AbsolutePath }[] {
  const own = layers.filter(({ inherited }) => !inherited).map(({ sitePackages }) => sitePackages);
  const folders = own.flatMap((site) =>
    machine.list(site).flatMap(({ name, kind }) => {
      if (kind !== "folder" || /\.(?:dist|egg)-info$|^__pycache__$/u.test(name)) return [];
      const folder = child(site, name);
      return [folder, ...["lib", ".libs", ".dylibs", "libs"].map((below) => child(folder, below))];
    }),
  );
  return [join(realPrefix, "lib"), ...folders].flatMap((folder) =>
    machine.names(folder).flatMap((name) => {
      const path = child(folder, name);
      // conda's `libgomp.so.1` is a link to LLVM's: one runtime under two names.
      if (!/omp/u.test(name) || machine.status(path)?.kind !== "file") return [];
      const family = FAMILIES.find(([pattern]) => pattern.test(name))?.[1];
      return family === undefined ? [] : [{ family, path }];
    }),
  );
}
