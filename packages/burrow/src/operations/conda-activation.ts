import type { Machine } from "../machine/machine.ts";
import type { Environment } from "../model/environment.ts";
import { absolute, type AbsolutePath, baseName, join } from "../model/path.ts";
import { condaVariables, objectAt, textsIn } from "../survey/inspect/conda-variables.ts";
import type { Context } from "./context.ts";

type Variables = Readonly<Record<string, string>>;

/** Seconds that a prefix's activation scripts may take. */
const LIMIT = 60;

/** What conda writes for a variable that was taken away. */
const UNSET = "***unset***";

/**
 * The variables of a program that runs in a conda prefix, from those that `activated` gave: conda's own, those that its packages (`etc/conda/env_vars.d`) and its owner
 * (`conda-meta/state`) set, and what the scripts of `etc/conda/activate.d` make of them. The scripts are run, as by every activation, because the person runs something there.
 */
export async function condaActivated(
  context: Pick<Context, "machine" | "runner" | "signal" | "cwd">,
  { realPrefix, name }: Pick<Environment, "realPrefix" | "name">,
  activated: Variables,
): Promise<Variables> {
  const { machine } = context;
  const own = name ?? baseName(realPrefix);
  const env = {
    ...activated,
    CONDA_SHLVL: "1",
    CONDA_DEFAULT_ENV: own,
    CONDA_PROMPT_MODIFIER: `(${own}) `,
    ...declared(machine, realPrefix),
  };
  const variables = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== UNSET));
  if (machine.platform.os === "windows") return variables;
  const folder = join(realPrefix, "etc", "conda", "activate.d");
  const scripts = machine
    .list(folder)
    .flatMap(({ name: file }) => (file.endsWith(".sh") ? [join(folder, file)] : []));
  return scripts.length === 0 ? variables : afterScripts(context, scripts, variables);
}

function declared(machine: Machine, prefix: AbsolutePath): Variables {
  const folder = join(prefix, "etc", "conda", "env_vars.d");
  const files = machine
    .list(folder)
    .flatMap(({ name }) => (name.endsWith(".json") ? [join(folder, name)] : []));
  const theirs = files.map((file) => textsIn(objectAt(machine, file)));
  return Object.assign({}, ...theirs, condaVariables(machine, prefix));
}

/** Sources the scripts in their order, each with its errors to itself, and takes the variables that are left. */
const PROGRAM = `
for script in "$@"; do . "$script"; done >/dev/null 2>&1
env -0 > "$BURROW_ACTIVATED"
`;

async function afterScripts(
  { runner, signal, cwd }: Pick<Context, "runner" | "signal" | "cwd">,
  scripts: readonly AbsolutePath[],
  env: Variables,
): Promise<Variables> {
  const output = await runner.run(
    {
      program: absolute("/bin/sh"),
      args: [
        "-c",
        `BURROW_ACTIVATED="$1"; export BURROW_ACTIVATED; shift\n${PROGRAM}`,
        "sh",
        { scratch: "variables" },
        ...scripts,
      ],
      reads: ["variables"],
      env,
      cwd,
      limit: LIMIT,
    },
    { signal },
  );
  const said = output.files["variables"];
  if (said === undefined) return env; // a script that ends the shell takes its effects with it
  const pairs = said.split("\0").flatMap((pair) => {
    const at = pair.indexOf("=");
    return at < 1 ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const];
  });
  const {
    BURROW_ACTIVATED: _file,
    PWD: _pwd,
    OLDPWD: _old,
    _: _last,
    SHLVL: _level,
    ...after
  } = Object.fromEntries(pairs);
  const { PWD, OLDPWD, SHLVL } = env;
  return {
    ...(after as Variables),
    ...(PWD !== undefined && { PWD }),
    ...(OLDPWD !== undefined && { OLDPWD }),
    ...(SHLVL !== undefined && { SHLVL }),
  };
}
