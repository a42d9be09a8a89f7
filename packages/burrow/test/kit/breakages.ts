import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** Who makes an environment: uv, the standard library's venv, or burrow itself. */
export type Maker = "uv" | "venv" | "burrow";

/** One way in which environments break, and what must come of it. */
export interface Breakage {
  readonly name: string;
  /** Breaks what is at the prefix; gives the prefix when that is another afterwards. */
  readonly breaks: (prefix: string) => string | void;
  /** The findings that are graver than a note, sorted: the true cause and nothing else. */
  readonly found: readonly string[];
  /** What `repair` comes to; when it is done, the environment holds what it held. */
  readonly repair: "done" | "partly" | "refused";
  /** Default: all makers. */
  readonly makers?: readonly Maker[];
  readonly deep?: true;
}

/** The folder of site-packages. */
export function siteOf(prefix: string): string {
  const lib = join(prefix, "lib");
  const minor = readdirSync(lib).find((name) => name.startsWith("python")) ?? "";
  return join(lib, minor, "site-packages");
}

const bin = (prefix: string, name: string) => join(prefix, "bin", name);
const edit = (path: string, change: (text: string) => string) =>
  replace(path, change(readFileSync(path, "utf8")));

/** Writes a new file: what is there may be a hard link into an engine's cache. */
export function replace(path: string, content: string | Uint8Array): void {
  const mode = path.includes("/bin/") ? 0o755 : 0o644;
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode });
}

/** A shared library of the standard library, with the name of one that it needs replaced by one that is nowhere. */
function brokenLibrary(prefix: string, into: string, change: (bytes: Buffer) => Buffer): void {
  const python = realpathSync(bin(prefix, "python"));
  const dynload = join(
    dirname(python),
    "..",
    "lib",
    basename(siteOf(prefix).replace("/site-packages", "")),
    "lib-dynload",
  );
  const file = readdirSync(dynload).find((name) => name.startsWith("_ctypes."));
  if (file === undefined) throw new Error("no _ctypes in the standard library");
  mkdirSync(dirname(into), { recursive: true });
  writeFileSync(into, change(readFileSync(join(dynload, file))));
}

/** `libc.so.6` in a string table becomes a name of the same length that nothing bears. */
function orphaned(bytes: Buffer): Buffer {
  const at = bytes.indexOf("libc.so.6\0");
  if (at === -1) throw new Error("it does not need libc.so.6");
  bytes.write("libq.so.9", at, "latin1");
  return bytes;
}

/** `e_machine` of another processor. */
function foreign(bytes: Buffer): Buffer {
  bytes.writeUInt16LE(bytes.readUInt16LE(18) === 183 ? 62 : 183, 18);
  return bytes;
}

/** Every way, each for the makers that it can befall. */
export const BREAKAGES: readonly Breakage[] = [
  {
    name: "one file of a distribution is deleted",
    breaks: (prefix) => rmSync(join(siteOf(prefix), "leaf/vein.py")),
    found: ["files-missing"],
    repair: "done",
  },
  {
    name: "a whole package folder is deleted",
    breaks: (prefix) => rmSync(join(siteOf(prefix), "lonely"), { recursive: true }),
    found: ["files-missing", "import-failed"],
    repair: "done",
  },
  {
    name: "a file is edited",
    breaks: (prefix) => edit(join(siteOf(prefix), "lonely/__init__.py"), (text) => `${text}z = 4\n`),
    found: ["files-altered"],
    repair: "done",
    deep: true,
  },
  {
    name: "a file is cut off",
    breaks: (prefix) => replace(join(siteOf(prefix), "lonely/__init__.py"), "def z(:\n"),
    found: ["import-failed"],
    repair: "done",
  },
  {
    name: "METADATA is gone",
    breaks: (prefix) => rmSync(join(siteOf(prefix), "lonely-3.0.dist-info/METADATA")),
    found: ["metadata-unreadable"],
    repair: "done",
  },
  {
    name: "METADATA is empty",
    breaks: (prefix) => replace(join(siteOf(prefix), "lonely-3.0.dist-info/METADATA"), ""),
    found: ["metadata-unreadable"],
    repair: "done",
  },
  {
    name: "RECORD is gone",
    breaks: (prefix) => rmSync(join(siteOf(prefix), "lonely-3.0.dist-info/RECORD")),
    found: ["record-missing"],
    repair: "done",
  },
  {
    name: "P18 two metadata folders of one name",
    breaks: (prefix) => {
      const site = siteOf(prefix);
      cpSync(join(site, "lonely-3.0.dist-info"), join(site, "lonely-2.0.dist-info"), { recursive: true });
      edit(join(site, "lonely-2.0.dist-info/METADATA"), (text) => text.replace("3.0", "2.0"));
      edit(join(site, "lonely-2.0.dist-info/RECORD"), (text) =>
        text.replaceAll("3.0", "2.0").replace("lonely/__init__.py", "lonely/old.py"),
      );
    },
    found: ["metadata-duplicate"],
    repair: "done",
  },
  {
    name: "what another needs is removed",
    breaks: (prefix) => {
      for (const name of ["leaf", "leaf-1.0.dist-info"])
        rmSync(join(siteOf(prefix), name), { recursive: true });
    },
    found: ["import-failed", "requirement-missing"],
    repair: "done",
    makers: ["uv", "venv"],
  },
  {
    name: "a distribution that burrow recorded is removed",
    breaks: (prefix) => {
      for (const name of ["lonely", "lonely-3.0.dist-info"])
        rmSync(join(siteOf(prefix), name), { recursive: true });
    },
    found: ["recorded-missing"],
    repair: "done",
    makers: ["burrow"],
  },
  {
    name: "what is installed is not the version that another needs",
    breaks: (prefix) =>
      edit(join(siteOf(prefix), "tool-1.0.dist-info/METADATA"), (text) => text.replace("leaf>=1", "leaf>=9")),
    found: ["requirement-conflict"],
    repair: "refused",
    makers: ["uv", "venv"],
  },
  {
    name: "the base is gone",
    breaks: (prefix) => {
      for (const name of readdirSync(join(prefix, "bin")).filter((one) => one.startsWith("python")))
        rmSync(bin(prefix, name));
      symlinkSync("/nowhere/bin/python3.12", bin(prefix, "python"));
      edit(join(prefix, "pyvenv.cfg"), (text) => text.replace(/^home = .*$/mu, "home = /nowhere/bin"));
    },
    found: ["base-gone"],
    repair: "done",
  },
  {
    name: "its Python is gone",
    breaks: (prefix) => {
      for (const name of readdirSync(join(prefix, "bin")).filter((one) => one.startsWith("python")))
        rmSync(bin(prefix, name));
    },
    found: ["no-executable"],
    repair: "done",
  },
  {
    name: "its Python does not start",
    breaks: (prefix) => replace(bin(prefix, "python"), "#!/bin/sh\necho no >&2\nexit 3\n"),
    found: ["does-not-run"],
    repair: "done",
  },
  {
    name: "its Python is another minor version",
    breaks: (prefix) => {
      replace(bin(prefix, "python"), "");
      rmSync(bin(prefix, "python"));
      const other = process.env["OTHER_PYTHON"] ?? "";
      symlinkSync(other, bin(prefix, "python"));
    },
    found: ["does-not-run"],
    repair: "done",
  },
  {
    name: "pyvenv.cfg is gone",
    breaks: (prefix) => {
      rmSync(join(prefix, "pyvenv.cfg"));
      for (const name of readdirSync(join(prefix, "bin")))
        if (name.startsWith("activate")) rmSync(bin(prefix, name));
    },
    found: ["not-an-environment"],
    repair: "done",
  },
  {
    name: "half of it was deleted",
    breaks: (prefix) => {
      rmSync(join(prefix, "pyvenv.cfg"));
      rmSync(join(prefix, "bin"), { recursive: true });
    },
    found: ["not-an-environment"],
    repair: "done",
  },
  {
    name: "its programs folder was deleted",
    breaks: (prefix) => rmSync(join(prefix, "bin"), { recursive: true }),
    found: ["no-executable"],
    repair: "done",
  },
  {
    name: "P19 it was moved",
    breaks: (prefix) => {
      const to = `${prefix}-moved`;
      renameSync(prefix, to);
      return to;
    },
    found: ["moved"],
    repair: "done",
    makers: ["uv", "venv"],
  },
  {
    name: "P19 it was copied",
    breaks: (prefix) => {
      const to = `${prefix}-copy`;
      cpSync(prefix, to, { recursive: true, verbatimSymlinks: true });
      return to;
    },
    found: ["moved"],
    repair: "done",
    makers: ["uv", "venv"],
  },
  {
    name: "P9 a script starts a Python that is gone",
    breaks: (prefix) =>
      edit(bin(prefix, "tool"), (text) => text.replace(/^.*python.*$/mu, "#!/nowhere/bin/python")),
    found: ["script-dead"],
    repair: "done",
  },
  {
    name: "P9 a script is a link to nothing",
    breaks: (prefix) => {
      rmSync(bin(prefix, "tool"));
      symlinkSync("/nowhere/tool", bin(prefix, "tool"));
    },
    found: ["script-dangling"],
    repair: "done",
  },
  {
    name: "P9 a script may not be executed",
    breaks: (prefix) => {
      edit(bin(prefix, "tool"), (text) => text);
      chmodSync(bin(prefix, "tool"), 0o644);
    },
    found: ["script-broken"],
    repair: "done",
  },
  {
    name: "P9 a script is empty, and nobody's",
    breaks: (prefix) => replace(bin(prefix, "orphan"), ""),
    found: ["script-broken"],
    repair: "refused",
    makers: ["uv", "venv"],
  },
  {
    name: "P18 a sync program made numbered copies",
    breaks: (prefix) => {
      const site = siteOf(prefix);
      cpSync(join(site, "lonely-3.0.dist-info"), join(site, "lonely-3.0 2.dist-info"), { recursive: true });
      copyFileSync(join(site, "lonely/__init__.py"), join(site, "lonely 2"));
    },
    found: ["numbered-copies"],
    repair: "refused",
    makers: ["uv", "venv"],
  },
  {
    name: "pip was interrupted",
    breaks: (prefix) => {
      const site = siteOf(prefix);
      cpSync(join(site, "lonely"), join(site, "~onely"), { recursive: true });
    },
    found: ["leftovers"],
    repair: "refused",
    makers: ["uv", "venv"],
  },
  {
    name: "the program pip is left without its distribution",
    breaks: (prefix) => replace(bin(prefix, "pip"), `#!${bin(prefix, "python")}\nimport pip\n`),
    found: ["pip-damaged"],
    repair: "refused",
    makers: ["uv", "venv"],
  },
  {
    name: "torch is the build for another accelerator",
    breaks: (prefix) =>
      edit(join(siteOf(prefix), "torch/version.py"), (text) => text.replace("'12.1'", "None")),
    found: ["accelerator"],
    repair: "done",
  },
  {
    name: "an extension module needs a library that is nowhere",
    breaks: (prefix) => {
      const site = siteOf(prefix);
      brokenLibrary(prefix, join(site, "lonely/fast.so"), orphaned);
      edit(join(site, "lonely-3.0.dist-info/RECORD"), (text) => `lonely/fast.so,,\n${text}`);
    },
    found: ["library-missing"],
    repair: "done",
    makers: ["uv", "venv"],
  },
  {
    name: "an extension module is of another processor",
    breaks: (prefix) => {
      const site = siteOf(prefix);
      brokenLibrary(prefix, join(site, "lonely/fast.so"), foreign);
      edit(join(site, "lonely-3.0.dist-info/RECORD"), (text) => `lonely/fast.so,,\n${text}`);
    },
    found: ["library-foreign"],
    repair: "done",
    makers: ["uv", "venv"],
  },
  {
    name: "the folder of an editable install is gone",
    breaks: (prefix) => {
      const info = join(siteOf(prefix), "lonely-3.0.dist-info");
      replace(
        join(info, "direct_url.json"),
        JSON.stringify({ url: "file:///nowhere/lonely", dir_info: { editable: true } }),
      );
    },
    found: ["editable-gone"],
    repair: "refused",
    makers: ["uv", "venv"],
  },
  {
    name: "it was made on Windows",
    breaks: (prefix) => {
      renameSync(join(prefix, "bin"), join(prefix, "Scripts"));
      const site = siteOf(prefix);
      mkdirSync(join(prefix, "Lib"));
      renameSync(site, join(prefix, "Lib/site-packages"));
      rmSync(join(prefix, "lib"), { recursive: true });
      rmSync(join(prefix, "lib64"), { recursive: true, force: true });
      writeFileSync(join(prefix, "Scripts/python.exe"), "MZ");
    },
    found: ["other-platform"],
    repair: "done",
    makers: ["uv"],
  },
  {
    name: "the generation behind the link is deleted",
    breaks: (prefix) => rmSync(realpathSync(prefix), { recursive: true }),
    found: ["not-an-environment"],
    repair: "done",
    makers: ["burrow"],
  },
  {
    name: "it belongs to pipx, and its base is gone",
    breaks: (prefix) => {
      writeFileSync(join(prefix, "pipx_metadata.json"), "{}");
      rmSync(bin(prefix, "python"));
      symlinkSync("/nowhere/bin/python3.12", bin(prefix, "python"));
    },
    found: ["base-gone"],
    repair: "refused",
    makers: ["uv", "venv"],
  },
];
