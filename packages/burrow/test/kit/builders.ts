import type { FakeFile } from "./fake-machine.ts";

/** Files of a fake machine, by path. Maps are put together by spreading. */
export type Tree = Readonly<Record<string, FakeFile>>;

const PROGRAM: FakeFile = { file: "\u007fELF", mode: 0o755 };

/** A CPython that stands by itself, as `make install` lays it out. */
export function python(
  prefix: string,
  version: string,
  { headers = true, managed }: { readonly headers?: boolean; readonly managed?: string } = {},
): Tree {
  const name = `python${minorOf(version)}`;
  return {
    [`${prefix}/bin/${name}`]: PROGRAM,
    [`${prefix}/bin/python3`]: { link: name },
    [`${prefix}/lib/${name}/os.py`]: "",
    [`${prefix}/lib/${name}/site-packages`]: { folder: true },
    ...(headers && {
      [`${prefix}/include/${name}/patchlevel.h`]: `#define PY_VERSION      \t"${version}"\n`,
    }),
    ...(managed !== undefined && { [`${prefix}/lib/${name}/EXTERNALLY-MANAGED`]: managed }),
  };
}

/** An environment as CPython's `venv` makes it (PEP 405), with the distributions that `distribution` built. */
export function venv(
  prefix: string,
  {
    base = "/opt/python312",
    version = "3.12.4",
    cfg = {},
    packages = [],
  }: {
    /** The prefix of the base, whose files `python` builds. */
    readonly base?: string;
    readonly version?: string;
    /** Lines of `pyvenv.cfg` beside or instead of the usual ones. */
    readonly cfg?: Readonly<Record<string, string>>;
    readonly packages?: readonly ((sitePackages: string) => Tree)[];
  } = {},
): Tree {
  const name = `python${minorOf(version)}`;
  const lines = { home: `${base}/bin`, "include-system-site-packages": "false", version, ...cfg };
  const sitePackages = `${prefix}/lib/${name}/site-packages`;
  return Object.assign(
    {
      [`${prefix}/pyvenv.cfg`]: Object.entries(lines)
        .map(([key, value]) => `${key} = ${value}\n`)
        .join(""),
      [`${prefix}/bin/python`]: { link: `${base}/bin/${name}` },
      [`${prefix}/bin/python3`]: { link: "python" },
      [sitePackages]: { folder: true as const },
    },
    ...packages.map((build) => build(sitePackages)),
  );
}

/** An environment as conda makes it. */
export function condaEnv(
  prefix: string,
  version: string,
  packages: readonly ((sitePackages: string) => Tree)[] = [],
): Tree {
  const name = `python${minorOf(version)}`;
  const sitePackages = `${prefix}/lib/${name}/site-packages`;
  return Object.assign(
    {
      ...python(prefix, version),
      [`${prefix}/bin/python`]: { link: name },
      [`${prefix}/conda-meta/history`]: `==> 2024-01-01 00:00:00 <==\n+defaults::python-${version}-h1_0\n`,
      [`${prefix}/conda-meta/python-${version}-h1_0.json`]: "{}",
    },
    ...packages.map((build) => build(sitePackages)),
  );
}

/** An installed wheel: its metadata, its RECORD, and one module. */
export function distribution(
  name: string,
  version: string,
  {
    requires = [],
    files = {},
  }: {
    readonly requires?: readonly string[];
    /** Further files of the `.dist-info`. */
    readonly files?: Readonly<Record<string, string>>;
  } = {},
): (sitePackages: string) => Tree {
  return (sitePackages) => {
    const module = name.replaceAll("-", "_").toLowerCase();
    const info = `${module}-${version}.dist-info`;
    const metadata = [
      "Metadata-Version: 2.1",
      `Name: ${name}`,
      `Version: ${version}`,
      ...requires.map((one) => `Requires-Dist: ${one}`),
    ];
    const record = [
      `${module}/__init__.py,sha256=x,0`,
      `${module}/__pycache__/__init__.cpython-312.pyc,,`,
      `${info}/METADATA,sha256=x,1`,
      `${info}/RECORD,,`,
    ];
    const all = {
      METADATA: `${metadata.join("\n")}\n\n${name} does things.\n`,
      INSTALLER: "pip\n",
      RECORD: `${record.join("\n")}\n`,
      ...files,
    };
    return {
      [`${sitePackages}/${module}/__init__.py`]: "",
      ...Object.fromEntries(
        Object.entries(all).map(([file, text]) => [`${sitePackages}/${info}/${file}`, text]),
      ),
    };
  };
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
