import type { Environment } from "../model/environment.ts";
import { absolute, type AbsolutePath, isAbsolute, isInside, join, parent } from "../model/path.ts";

/** What activation has to know of an environment. */
export type Activated = Pick<
  Environment,
  "executable" | "prefix" | "realPrefix" | "kind" | "platform" | "name"
>;

type Variables = Readonly<Record<string, string | undefined>>;

/** The folder of an environment's programs, by the layout it has. */
export function programsOf({ executable, prefix, platform }: Activated): AbsolutePath {
  if (executable === undefined) return join(prefix, platform.os === "windows" ? "Scripts" : "bin");
  return parent(executable);
}

/**
 * The variables of a program that runs in an environment: its programs come first on PATH, what another activation left is taken out,
 * and `PYTHONHOME` goes, as every activation script does. The prefix is the resolved one, so that a later exchange of the link does not move a running program.
 */
export function activated(env: Variables, environment: Activated): Readonly<Record<string, string>> {
  const separator = environment.platform.os === "windows" ? ";" : ":";
  const programs = join(
    environment.realPrefix,
    ...programsOf(environment).slice(environment.prefix.length).split(/[\\/]/u),
  );
  const former = [env["VIRTUAL_ENV"], env["CONDA_PREFIX"]].flatMap((path) =>
    path !== undefined && isAbsolute(path) ? [absolute(path)] : [],
  );
  const kept = (env["PATH"] ?? "")
    .split(separator)
    .filter(
      (entry) =>
        entry !== "" &&
        !(isAbsolute(entry) && former.some((prefix) => isProgramFolder(absolute(entry), prefix))),
    );
  const conda = environment.kind === "conda" || environment.kind === "pixi";
  const {
    PYTHONHOME: _home,
    VIRTUAL_ENV: _venv,
    CONDA_PREFIX: _conda,
    VIRTUAL_ENV_PROMPT: _prompt,
    ...rest
  } = env;
  const set = Object.entries(rest).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const folders =
    conda && environment.platform.os === "windows" ? condaFolders(environment.realPrefix) : [programs];
  return {
    ...Object.fromEntries(set),
    ...(conda
      ? { CONDA_PREFIX: environment.realPrefix }
      : {
          VIRTUAL_ENV: environment.realPrefix,
          ...(environment.name && { VIRTUAL_ENV_PROMPT: environment.name }),
        }),
    PATH: [...folders, ...kept].join(separator),
  };
}

/** Where a conda prefix has its programs on Windows, in the order of conda's own activation. */
function condaFolders(prefix: AbsolutePath): readonly AbsolutePath[] {
  const below = [
    ["Library", "mingw-w64", "bin"],
    ["Library", "usr", "bin"],
    ["Library", "bin"],
    ["Scripts"],
    ["bin"],
  ];
  return [prefix, ...below.map((parts) => join(prefix, ...parts))];
}

function isProgramFolder(folder: AbsolutePath, prefix: AbsolutePath): boolean {
  return isInside(folder, prefix) && /[\\/](?:bin|Scripts|condabin)$/u.test(folder);
}
