import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { absolute } from "../../model/path.ts";
import type { Break } from "../../model/plan.ts";
import { specReader } from "../../plan/conda/specs.ts";
import { virtualPackages } from "../../standards/virtual-packages.ts";

/** Where Linux tells of NVIDIA's driver. */
const DRIVER = absolute("/proc/driver/nvidia/version");

/**
 * What conda's packages need of the machine itself (CEP 30) and it does not have: another C library or system, a GPU's driver. What a look cannot tell is not held
 * against a package: the version of CUDA, and what a variable of conda's overrides.
 */
export function virtualBreaks(
  { env, status }: Pick<Machine, "env" | "status">,
  { packages = [], platform }: Environment,
): readonly Break[] {
  const known = new Map(virtualPackages(platform).map((one) => [one.name, one]));
  const absent = new Set([
    ...["__unix", "__win", "__osx"].filter((name) => !known.has(name)),
    ...(platform.os === "linux" && status(DRIVER) === undefined ? ["__cuda"] : []),
  ]);
  const read = specReader();
  return packages.flatMap(({ name, version, depends }) =>
    depends.map(read).flatMap((spec) => {
      if (env[`CONDA_OVERRIDE_${spec.name.slice(2).toUpperCase()}`] !== undefined) return [];
      const found = known.get(spec.name);
      const fails =
        found === undefined ? absent.has(spec.name) : !spec.meets({ ...found, subdir: "", channel: "" });
      return fails && spec.name.startsWith("__") ? [{ name, version, needs: spec.text }] : [];
    }),
  );
}
