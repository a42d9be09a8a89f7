import type { Machine } from "../../machine/machine.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { parsePyvenvCfg, type PyvenvCfg } from "../../standards/pyvenv-cfg.ts";
import { baseOf, libraryFor, type Base } from "./base.ts";
import { condaPrefix, type CondaPrefix } from "./conda.ts";
import { layoutOf, type Layout, type Library } from "./layout.ts";

/** What the files of a prefix say that it is, before anything is judged. */
export interface Form {
  readonly type: "venv" | "conda" | "base";
  readonly layout: Layout;
  /** Of a venv; absent for a virtualenv so old that it wrote none. */
  readonly cfg?: PyvenvCfg;
  readonly base?: Base;
  readonly conda?: CondaPrefix;
  /** The folder below which its own site-packages lies. */
  readonly library?: Library;
}

/** What stands at a prefix; undefined when it is neither an environment nor a Python. */
export function formOf(machine: Machine, prefix: AbsolutePath): Form | undefined {
  const text = machine.readText(join(prefix, "pyvenv.cfg"));
  const layout = layoutOf(machine, prefix);
  if (text !== undefined) return venvForm(machine, prefix, parsePyvenvCfg(text), layout);
  const conda = condaPrefix(machine, prefix);
  if (conda !== undefined) {
    const shape = layout ?? emptyLayout(prefix);
    return { type: "conda", layout: shape, conda, ...library(libraryFor(shape, conda.version)) };
  }
  if (layout === undefined) return undefined;
  return oldVirtualenv(machine, layout) ?? baseForm(machine, layout);
}

function venvForm(machine: Machine, prefix: AbsolutePath, cfg: PyvenvCfg, found: Layout | undefined): Form {
  const layout = found ?? emptyLayout(prefix);
  const base = baseOf(machine, cfg);
  const own = libraryFor(layout, base?.version ?? cfg.version);
  return { type: "venv", layout, cfg, ...(base && { base }), ...library(own) };
}

/** virtualenv before 20 wrote no `pyvenv.cfg` but `activate` and, beside a copied standard library, where that came from. */
function oldVirtualenv(machine: Machine, layout: Layout): Form | undefined {
  const own = layout.libraries[0];
  if (own === undefined || machine.status(join(layout.scripts, "activate")) === undefined) return undefined;
  const origin = machine.readText(join(own.folder, "orig-prefix.txt"))?.trim();
  const base = origin
    ? baseOf(machine, {
        home: `${origin}${layout.form === "posix" ? "/bin" : ""}`,
        includeSystemSitePackages: false,
      })
    : undefined;
  return { type: "venv", layout, ...(base && { base }), library: own };
}

/** A Python that stands by itself has its standard library below its prefix: CPython looks for `os.py` there. */
function baseForm(machine: Machine, layout: Layout): Form | undefined {
  const own = layout.libraries.find(({ folder }) => machine.status(join(folder, "os.py")) !== undefined);
  return own && { type: "base", layout, library: own };
}

function emptyLayout(prefix: AbsolutePath): Layout {
  const windows = !prefix.startsWith("/");
  const scripts = join(prefix, windows ? "Scripts" : "bin");
  return {
    form: windows ? "windows" : "posix",
    scripts,
    executable: join(scripts, windows ? "python.exe" : "python"),
    libraries: [],
  };
}

function library(own: Library | undefined): { readonly library?: Library } {
  return own === undefined ? {} : { library: own };
}
