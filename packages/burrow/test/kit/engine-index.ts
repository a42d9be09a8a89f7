import type { IndexFile } from "./index-server.ts";
import { wheel, type Wheel } from "./wheel.ts";

/** Everything that can be asked for and go wrong, as small wheels: what an engine's tests resolve against. */
export const ENGINE_INDEX: readonly (IndexFile | Wheel)[] = [
  wheel({ name: "alpha", version: "1.0" }),
  wheel({
    name: "alpha",
    version: "2.0",
    scripts: { alpha: "alpha:main" },
    files: { "alpha.py": "def main(): print('alpha 2')\n" },
  }),
  wheel({ name: "beta", version: "1.0", requires: ["alpha<2"] }),
  wheel({ name: "beta", version: "2.0", requires: ["alpha>=2", "delta; extra == 'more'"], extras: ["more"] }),
  wheel({ name: "gamma", version: "1.0", requires: ["alpha>=1"] }),
  wheel({ name: "delta", version: "1.0" }),
  wheel({ name: "other-system", version: "1.0", tag: "cp39-cp39-win32" }),
  wheel({ name: "future", version: "1.0", requiresPython: ">=99" }),
  wheel({ name: "lost", version: "1.0", requires: ["nowhere>=2"] }),
  { project: "source-only", filename: "source_only-1.0.tar.gz", bytes: Buffer.from("not read") },
];

/** The wheel of that name and version among them. */
export function indexed(project: string, version: string): Wheel {
  const found = ENGINE_INDEX.find(
    (file) =>
      file.project === project && file.filename.startsWith(`${project.replaceAll("-", "_")}-${version}-`),
  );
  if (found === undefined || !("sha256" in found)) throw new Error(`no ${project} ${version}`);
  return found;
}
