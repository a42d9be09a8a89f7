import type { Machine } from "../../machine/machine.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { parsePyvenvCfg, type PyvenvCfg } from "../../standards/pyvenv-cfg.ts";
import { libraryFor, type Base } from "./base.ts";
import { condaPrefix, type CondaPrefix } from "./conda.ts";
import { layoutOf, type Layout, type Library } from "./layout.ts";
import type { Learned } from "./learned.ts";

/** What the files of a prefix say that it is, before anything is judged. */
export interface Form {
  readonly type: "venv" | "conda" | "base";
  readonly layout: Layout;
  /** The names in the prefix. */
  readonly names: ReadonlySet<string>;
  /** Of a venv; absent for a virtualenv so old that it wrote none. */
  readonly cfg?: PyvenvCfg;
  readonly base?: Base;
  readonly conda?: CondaPrefix;
  /** Whether it is a venv whose `pyvenv.cfg` is gone: its Python takes the base's packages for its own. */
  readonly unmarked?: boolean;
  /** Whether its `pyvenv.cfg` is there and cannot be read. */
  readonly unreadable?: boolean;
  /** The folder below which its own site-packages lies. */
  readonly library?: Library;
}

/** What stands at a prefix; undefined when it is neither an environment nor a Python. */
export function formOf(machine: Machine, prefix: AbsolutePath, learned: Learned): Form | undefined {
  const names = new Set(machine.list(prefix).map(({ name }) => name));
  const text = names.has("pyvenv.cfg") ? machine.readText(join(prefix, "pyvenv.cfg")) : undefined;
  const layout = layoutOf(machine, prefix, names);
  if (names.has("pyvenv.cfg")) {
    const cfg = parsePyvenvCfg(text ?? "");
    // A stray file of that name makes no environment.
    if (layout === undefined && cfg.home === undefined) return undefined;
    const unreadable = text === undefined;
    return { ...venvForm(prefix, cfg, layout, learned), names, ...(unreadable && { unreadable }) };
  }
  const conda = names.has("conda-meta") ? condaPrefix(machine, prefix, names) : undefined;
  if (conda !== undefined) {
    const shape = layout ?? emptyLayout(prefix);
    return { type: "conda", layout: shape, names, conda, ...library(libraryFor(shape, conda.version)) };
  }
  if (layout === undefined) return undefined;
  const form = oldVirtualenv(machine, layout, learned) ?? baseForm(machine, layout);
  return form && { ...form, names };
}

type Unnamed = Omit<Form, "names">;

function venvForm(
  prefix: AbsolutePath,
  cfg: PyvenvCfg,
  found: Layout | undefined,
  learned: Learned,
): Unnamed {
  const layout = found ?? emptyLayout(prefix);
  const base = learned.base(cfg);
  const own = libraryFor(layout, base?.version ?? cfg.version);
  return { type: "venv", layout, cfg, ...(base && { base }), ...library(own) };
}

/** virtualenv before 20 wrote no `pyvenv.cfg` but `activate` and, beside a copied standard library, where that came from. */
function oldVirtualenv(machine: Machine, layout: Layout, learned: Learned): Unnamed | undefined {
  const own = layout.libraries[0];
  if (own === undefined || machine.status(join(layout.scripts, "activate")) === undefined) return undefined;
  const origin = machine.readText(join(own.folder, "orig-prefix.txt"))?.trim();
  const base = origin
    ? learned.base({
        home: `${origin}${layout.form === "posix" ? "/bin" : ""}`,
        includeSystemSitePackages: false,
      })
    : undefined;
  const unmarked = base === undefined && machine.status(join(own.folder, "os.py")) === undefined;
  return {
    type: "venv",
    layout,
    ...(base && { base }),
    ...(unmarked && { unmarked }),
    library: own,
  };
}

/** A Python that stands by itself has its standard library below its prefix: CPython looks for `os.py` there. */
function baseForm(machine: Machine, layout: Layout): Unnamed | undefined {
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
