import type { Machine } from "../../machine/machine.ts";
import { absolute, join, parent, type AbsolutePath } from "../../model/path.ts";
import type { OperatingSystem } from "../../model/platform.ts";
import { reason, type Reason } from "../../model/reason.ts";
import { isUnfinished } from "../journals.ts";
import { minorOf } from "./base.ts";
import { runsOn, type Layout } from "./layout.ts";
import type { Form } from "./form.ts";

/** Why an environment cannot be relied on here; undefined when nothing speaks against it. */
export function brokenBecause(machine: Machine, prefix: AbsolutePath, form: Form): Reason | undefined {
  return (
    interrupted(machine, prefix, form) ??
    otherPlatform(machine, form) ??
    marking(prefix, form) ??
    baseGone(machine, form) ??
    noExecutable(machine, form) ??
    moved(machine, prefix, form)
  );
}

/** What a transaction left half changed is of no use until it is recovered. */
function interrupted(machine: Machine, prefix: AbsolutePath, { names }: Form): Reason | undefined {
  if (!names.has(".burrow")) return undefined;
  const path = machine.realPath(prefix) ?? prefix;
  return isUnfinished(machine, join(path, ".burrow"))
    ? reason("unfinished-journal", { path: prefix })
    : undefined;
}

function otherPlatform({ platform: { os } }: Machine, { layout }: Form): Reason | undefined {
  return runsOn(layout, os) ? undefined : reason("other-platform", { platform: makerOf(layout, os) });
}

/** Without its `pyvenv.cfg` nothing tells an environment's Python that it is one. */
function marking(prefix: AbsolutePath, { unmarked = false, unreadable = false }: Form): Reason | undefined {
  const path = join(prefix, "pyvenv.cfg");
  if (unreadable) return reason("unreadable", { detail: `nobody but its owner may read ${path}` });
  return unmarked ? reason("cfg-gone", { path }) : undefined;
}

function makerOf({ form }: Layout, os: OperatingSystem): string {
  if (form === "windows") return "Windows";
  return os === "windows" ? "Linux or macOS" : os;
}

/** The base is gone when the folder that `home` names is, or when the environment's Python is a link to nothing. */
function baseGone(machine: Machine, { type, cfg, base, layout: { executable } }: Form): Reason | undefined {
  if (type !== "venv") return undefined;
  const linked = machine.readLink(executable);
  if (linked !== undefined && machine.target(executable) === undefined)
    return reason("base-gone", { path: linkEnd(machine, executable) });
  if (base === undefined || cfg?.home === undefined) return undefined;
  if (base.replaced)
    return reason("base-gone", { path: join(base.prefix, "bin", `python${minorOf(cfg.version) ?? ""}`) });
  return machine.target(base.executable)?.kind === "file"
    ? undefined
    : reason("base-gone", { path: base.executable });
}

/** The last link of a chain that leads nowhere: `python3` → `python` → what is gone. */
function linkEnd(machine: Machine, path: AbsolutePath): AbsolutePath {
  let at = path;
  for (let steps = 0; steps < 40; steps += 1) {
    const next = machine.readLink(at);
    if (next === undefined) return at;
    at = join(parent(at), next);
  }
  return at;
}

/** conda environments without Python exist, and are no worse for it. */
function noExecutable(machine: Machine, { type, conda, layout: { executable } }: Form): Reason | undefined {
  if (type === "conda" && conda?.version === undefined) return undefined;
  return machine.target(executable)?.kind === "file"
    ? undefined
    : reason("no-executable", { path: executable });
}

/**
 * An environment that lies elsewhere than it was made still has its old path in its scripts. `activate` is believed when it names this
 * place; when it names another, or none, only scripts that start another place's Python prove a move: uv and copies may write none at all.
 */
function moved(machine: Machine, prefix: AbsolutePath, { type, layout }: Form): Reason | undefined {
  if (type === "base" || layout.form === "windows") return undefined;
  const real = machine.realPath(prefix);
  const isHere = (path: AbsolutePath) => path === prefix || path === real || machine.realPath(path) === real;
  const activate = machine.readText(join(layout.scripts, "activate"), 65_536);
  const told = activate && /^\s*(?:export )?VIRTUAL_ENV=(["']?)(\/.*?)\1\s*$/mu.exec(activate)?.[2];
  if (told && isHere(absolute(told))) return undefined;
  const elsewhere: AbsolutePath[] = [];
  for (const name of scriptNames(machine, layout)) {
    const started = startedPrefix(machine.readText(join(layout.scripts, name), 8192));
    if (started === undefined) continue;
    if (isHere(started)) return undefined;
    if (isMadeOrGone(machine, started)) elsewhere.push(started);
  }
  return elsewhere[0] && reason("moved", { path: elsewhere[0] });
}

/** A few scripts tell as much as all of them; pip's are the ones that everybody has. */
function scriptNames(machine: Machine, { scripts }: Layout): readonly string[] {
  const files = machine
    .list(scripts)
    .filter(({ name, kind }) => kind === "file" && !/^(?:python|activate|deactivate)/iu.test(name));
  const names = files.map(({ name }) => name);
  return [...names.filter((name) => name.startsWith("pip")), ...names].slice(0, 6);
}

/** The prefix whose Python a script's first lines start: `#!/p/bin/python`, or for long paths `'''exec' /p/bin/python`. */
function startedPrefix(script: string | undefined): AbsolutePath | undefined {
  const path =
    /^(?:#!\s*|#!\/bin\/sh\s+'''exec'\s+["']?)(\/[^\n"']*)\/bin\/(?:python|pypy)[\d.]*["']?(?:\s|$)/u.exec(
      script ?? "",
    )?.[1];
  return path === undefined ? undefined : absolute(path);
}

/** A script may well start the system's Python; it tells of a move only when it starts another environment's, or one that is gone. */
function isMadeOrGone(machine: Machine, prefix: AbsolutePath): boolean {
  return (
    machine.target(prefix) === undefined ||
    machine.status(join(prefix, "pyvenv.cfg")) !== undefined ||
    machine.status(join(prefix, "conda-meta")) !== undefined
  );
}
