import type { EngineOptions } from "../engine-options.ts";

/** The goal's options as arguments of pip; addresses stay in its requirements file. */
export function pipOptionArguments({
  folders,
  trustedHosts,
  preReleases,
  noIndex,
}: EngineOptions): readonly string[] {
  return [
    ...folders.map((folder) => `--find-links=${folder}`),
    ...trustedHosts.map((host) => `--trusted-host=${host}`),
    ...(preReleases ? ["--pre"] : []),
    ...(noIndex ? ["--no-index"] : []),
  ];
}
