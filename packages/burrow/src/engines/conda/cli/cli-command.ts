import type { Argument, Command } from "../../../machine/command.ts";
import type { AbsolutePath } from "../../../model/path.ts";
import type { Pin } from "../../../model/pin.ts";
import { condaEnvironment } from "../../environment.ts";
import type { CondaEngineName } from "../conda-engine.ts";

/** The tools of the conda family that are driven by their command lines. */
export type CondaCli = Exclude<CondaEngineName, "py-rattler">;

/** A tool, and how it is started. */
export interface CliContext {
  readonly name: CondaCli;
  readonly program: AbsolutePath;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline: boolean;
}

/** A command of a tool on a prefix: its answer as JSON, nothing asked. */
export function commandOf(
  { program, env, offline }: CliContext,
  words: readonly string[],
  prefix: Argument,
  rest: readonly Argument[],
): Command {
  return {
    program,
    args: [...words, "--json", "--yes", ...(offline ? ["--offline"] : []), "--prefix", prefix, ...rest],
    env: { ...condaEnvironment(env), ...UNREGISTERED, ...AS_LISTED, CONDA_JSON: "true" },
    limit: 3600,
  };
}

/** The same over exactly these archives. */
export function explicitCommand(
  context: CliContext,
  words: readonly string[],
  prefix: AbsolutePath,
  pins: readonly Pin[],
): Command {
  const command = commandOf(context, words, prefix, ["--file", { scratch: "explicit.txt" }]);
  return { ...command, files: { "explicit.txt": explicitText(pins) } };
}

/** The same with a cache of its own, in the scratch folder where it runs: nothing that lies in the usual one is taken. */
export function withEmptyCache(command: Command): Command {
  return { ...command, env: { ...command.env, CONDA_PKGS_DIRS: "packages" } };
}

/** The format that all of the family read: an address and its hash a line. */
function explicitText(pins: readonly Pin[]): string {
  const lines = pins.map(({ url = "", hashes }) => {
    const [hash = ""] = hashes.toSorted((one, other) => other.length - one.length);
    return `${url}#${hash.replace("md5:", "")}`;
  });
  return ["@EXPLICIT", ...lines, ""].join("\n");
}

/** Generations come and go: what the tools list in `~/.conda/environments.txt` stays as the person has it. Each reads its own name for this setting. */
const UNREGISTERED = { CONDA_REGISTER_ENVS: "false", MAMBA_REGISTER_ENVS: "false" } as const;

/** What a channel lists is what a package needs: conda would add pip to what every Python needs. */
const AS_LISTED = { CONDA_ADD_PIP_AS_PYTHON_DEPENDENCY: "false" } as const;
