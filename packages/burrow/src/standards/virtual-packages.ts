import type { Platform } from "../model/platform.ts";
import { archOf } from "./conda-subdirs.ts";
import type { MatchedPackage } from "./match-spec.ts";

/** What conda knows of a machine beside its packages (CEP 30), as far as planning can tell it without a look: `__glibc`, `__unix`, `__osx`, `__win`, `__archspec`. */
export function virtualPackages(platform: Platform): readonly MatchedPackage[] {
  const { os, libc, release } = platform;
  const found: readonly (readonly [name: string, version: string | undefined, build?: string])[] = [
    os === "windows" ? ["__win", release] : ["__unix", "0"],
    ["__osx", os === "macos" ? release : undefined],
    [`__${libc?.kind ?? "glibc"}`, libc?.version],
    ["__archspec", "1", archOf(platform)],
  ];
  return found.flatMap(([name, version, build = "0"]) =>
    version === undefined ? [] : [{ name, version, build, buildNumber: 0 }],
  );
}
