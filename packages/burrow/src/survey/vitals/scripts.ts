import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { absolute, isAbsolute, isInside, join, parent, type AbsolutePath } from "../../model/path.ts";
import type { Script } from "../../model/vitals.ts";
import { parseShebang } from "../../standards/shebang.ts";
import { child } from "../child.ts";
import { ownersOf } from "./owners.ts";

/** Bytes of a script that tell how it starts. */
const LARGEST = 1024 ** 2;

/** Programs that the environment's maker puts there, which are no scripts of a distribution, and the hooks of virtualenvwrapper, which are sourced. */
const MAKERS = /^(?:python|pypy|activate|deactivate|Activate|(?:pre|post)(?:de)?activate$)/u;

/** Looks at every program in the environment's folder of programs; nothing is run. */
export function scriptsOf(machine: Machine, environment: Environment): readonly Script[] {
  const { executable, realPrefix, prefix, platform } = environment;
  if (platform.os === "windows") return [];
  const folder = join(realPrefix, "bin");
  const owners = ownersOf(machine, environment);
  const own = new Set([prefix, realPrefix]);
  const scripts: Script[] = [];
  for (const { name, kind } of machine.list(folder)) {
    if (MAKERS.test(name)) continue;
    const path = child(folder, name);
    const state = stateOf(machine, path, kind === "link", own);
    if (state === undefined) continue;
    scripts.push({ path, ...state, owners: state.state === "fine" ? [] : owners(path) });
  }
  return executable === undefined ? [] : scripts;
}

/** How a program starts; undefined for what is no script and no broken link: conda's binaries are not read. */
function stateOf(
  machine: Machine,
  path: AbsolutePath,
  isLink: boolean,
  own: ReadonlySet<AbsolutePath>,
): Pick<Script, "state" | "interpreter"> | undefined {
  const target = machine.target(path);
  if (target === undefined) return isLink ? { state: "dangling" } : undefined;
  if (target.kind !== "file") return undefined;
  if (target.size === 0) return { state: "empty" };
  const text = target.size > LARGEST ? undefined : machine.readText(path, LARGEST);
  const shebang = text?.startsWith("#!") === true ? parseShebang(text.slice(0, 4096)) : undefined;
  if (shebang === undefined) return undefined;
  const { interpreter } = shebang;
  if ((target.mode & 0o111) === 0) return { state: "not-executable", interpreter };
  if (shebang.onPath || !isAbsolute(interpreter)) return { state: "fine", interpreter };
  if (machine.target(absolute(interpreter)) === undefined) return { state: "interpreter-gone", interpreter };
  return startsAnother(machine, absolute(interpreter), own)
    ? { state: "elsewhere", interpreter }
    : { state: "fine", interpreter };
}

/** Whether a path is the Python of another environment: a system's Python is a choice, another environment's is a leftover of a move or a copy. */
function startsAnother(machine: Machine, interpreter: AbsolutePath, own: ReadonlySet<AbsolutePath>): boolean {
  if (!/[\\/]bin[\\/](?:python|pypy)[\d.]*t?$/u.test(interpreter)) return false;
  const prefix = parent(parent(interpreter));
  if (own.has(prefix) || own.has(machine.realPath(prefix) ?? prefix)) return false;
  if ([...own].some((one) => isInside(interpreter, one))) return false;
  return machine.status(join(prefix, "pyvenv.cfg")) !== undefined;
}
