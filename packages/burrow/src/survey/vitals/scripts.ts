import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { absolute, isAbsolute, isInside, join, parent, type AbsolutePath } from "../../model/path.ts";
import type { Script } from "../../model/vitals.ts";
import { isProgram, isSourced } from "../../standards/program.ts";
import { parseShebang } from "../../standards/shebang.ts";
import { child } from "../child.ts";
import { condaRecords } from "./conda.ts";
import { ownersOf } from "./owners.ts";

/** Bytes of a script that tell how it starts. */
const LARGEST = 1024 ** 2;

/** Programs that the environment's maker puts there, which are no scripts of a distribution: whether they run is asked by another check. */
const MAKERS = /^(?:python|pypy)/u;

/** Looks at every program in the environment's folder of programs; nothing is run. */
export function scriptsOf(machine: Machine, environment: Environment): readonly Script[] {
  const { executable, realPrefix, prefix, platform } = environment;
  if (platform.os === "windows") return [];
  const folder = join(realPrefix, "bin");
  const owners = ownersOf(machine, environment);
  const packageOf = packagesOf(machine, realPrefix);
  const own = new Set([prefix, realPrefix]);
  const scripts: Script[] = [];
  for (const { name, kind } of machine.list(folder)) {
    if (MAKERS.test(name) || isSourced(name)) continue;
    const path = child(folder, name);
    const state = stateOf(machine, path, kind === "link", own);
    if (state === undefined) continue;
    const isFine = state.state === "fine";
    const conda = isFine ? undefined : packageOf(path);
    scripts.push({
      path,
      ...state,
      owners: isFine ? [] : owners(path),
      ...(conda !== undefined && { package: conda }),
    });
  }
  return executable === undefined ? [] : scripts;
}

/** Which package of conda's lists a file; its records are read when the first file is asked for. */
function packagesOf(machine: Machine, realPrefix: AbsolutePath): (path: AbsolutePath) => string | undefined {
  let known: Map<string, string> | undefined;
  const read = () =>
    new Map(
      condaRecords(machine, realPrefix).records.flatMap(({ name, files = [] }) =>
        files.map((file) => [join(realPrefix, file), name] as const),
      ),
    );
  return (path) => (known ??= read()).get(path);
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
  const locked = (target.mode & 0o111) === 0;
  if (locked && isProgram(machine.readBytes(path, Infinity) ?? new Uint8Array()))
    return { state: "not-executable" };
  const text = target.size > LARGEST ? undefined : machine.readText(path, LARGEST);
  const shebang = text?.startsWith("#!") === true ? parseShebang(text.slice(0, 4096)) : undefined;
  if (shebang === undefined) return undefined;
  const { interpreter } = shebang;
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
