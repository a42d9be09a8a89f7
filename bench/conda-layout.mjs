// What conda leaves on disk, by hand: no registry of Python has it.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** A conda prefix as `conda create` leaves it, without its bulk: the record of Python names every file of a standard library, as a real one does, but few of them are there. */
export function condaPrefix(prefix, version, library, more = {}) {
  const minor = version.split(".").slice(0, 2).join(".");
  const build = "h194c7f8_0_cpython";
  write(prefix, {
    "conda-meta/history": `==> 2024-01-01 00:00:00 <==\n# cmd: conda create\n# conda version: 24.5.0\n+conda-forge/linux-64::python-${version}-${build}\n`,
    ...condaRecord(
      "python",
      version,
      build,
      library.map((path) => `lib/python${minor}/${path}`),
    ),
    [`lib/python${minor}/os.py`]: "",
    [`lib/python${minor}/site-packages/README`]: "",
    [`include/python${minor}/patchlevel.h`]: `#define PY_VERSION              "${version}"\n`,
    ...more,
  });
  mkdirSync(join(prefix, "bin"), { recursive: true });
  copyFileSync("/bin/true", join(prefix, "bin", `python${minor}`));
  for (const name of ["python", "python3"]) symlinkSync(`python${minor}`, join(prefix, "bin", name));
}

/** What `conda-meta` says of a package (conda's `PrefixRecord`). */
export function condaRecord(name, version, build, files) {
  const record = {
    build,
    build_number: 0,
    channel: "conda-forge/linux-64",
    constrains: [],
    depends: [],
    files,
    fn: `${name}-${version}-${build}.conda`,
    link: { type: 1 },
    name,
    paths_data: {
      paths: files.map((path) => ({
        _path: path,
        path_type: "hardlink",
        sha256: createHash("sha256").update(path).digest("hex"),
        size_in_bytes: path.length,
      })),
      paths_version: 1,
    },
    requested_spec: name,
    subdir: "linux-64",
    version,
  };
  return { [`conda-meta/${name}-${version}-${build}.json`]: JSON.stringify(record, undefined, 2) };
}

/** The files of a standard library, its tests and what is installed beside it apart. */
export function libraryOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((path) => !/(?:^|\/)(?:tests?|site-packages)\//u.test(path))
    .toSorted();
}

/** Writes files below a folder. */
export function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
