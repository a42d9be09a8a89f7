"""Builds two small conda channels for the tests, with the standard library alone.

    python3 channel.py OUT PYTHON [PYTHON ...]

OUT/main and OUT/extra hold packages that an engine really solves, fetches and links: every PYTHON given (a CPython that
stands by itself) repacked so that it runs from any prefix, and small packages for one behaviour each. What is written is
what conda's packages are by their documents: index.json, paths.json, has_prefix, link.json, repodata.json.
The packages are `.conda` where a zstd program is there, else `.tar.bz2`.
"""

import bz2
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile

PLACEHOLDER = "/opt/" + "placeholder_" * 20  # as long as conda-build's, so that binary prefixes fit
TIME = 1_700_000_000
HOST = {
    ("Linux", "x86_64"): "linux-64",
    ("Linux", "aarch64"): "linux-aarch64",
    ("Darwin", "arm64"): "osx-arm64",
    ("Darwin", "x86_64"): "osx-64",
}[(platform.system(), platform.machine())]
OTHER = "osx-arm64" if HOST != "osx-arm64" else "linux-64"
ZSTD = shutil.which("zstd")


class File:
    def __init__(self, content="", mode=0o644, link=None, prefix=None):
        self.content = content.encode() if isinstance(content, str) else content
        self.mode, self.link, self.prefix = mode, link, prefix

    def entry(self, path):
        if self.link is not None:
            digest, size = hashlib.sha256(b"").hexdigest(), 0
            kind = "softlink"
        else:
            digest, size, kind = hashlib.sha256(self.content).hexdigest(), len(self.content), "hardlink"
        entry = {"_path": path, "path_type": kind, "sha256": digest, "size_in_bytes": size}
        if self.prefix:
            entry.update(file_mode=self.prefix, prefix_placeholder=PLACEHOLDER)
        return entry


def script(text, prefix=None):
    return File(text, 0o755, prefix=prefix)


def as_json(value):
    return File(json.dumps(value, indent=1))


def tarball(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path, file in files:
            member = tarfile.TarInfo(path)
            member.mtime = TIME
            if file.link is None:
                member.size, member.mode = len(file.content), file.mode
                archive.addfile(member, io.BytesIO(file.content))
            else:
                member.type, member.linkname, member.mode = tarfile.SYMTYPE, file.link, 0o777
                archive.addfile(member)
    return out.getvalue()


def zstd(content):
    return subprocess.run([ZSTD, "-q", "-3", "-c"], input=content, stdout=subprocess.PIPE, check=True).stdout


class Channel:
    def __init__(self, folder):
        self.folder, self.subdirs = folder, {}

    def add(self, name, version, build="0", files=None, subdir=HOST, depends=(), constrains=(), noarch=None, commands=(), number=0, old=False, **more):
        files = dict(sorted((files or {f"share/{name}": File(version + "\n")}).items()))
        index = {"name": name, "version": version, "build": build, "build_number": number, "subdir": subdir}
        index.update(depends=list(depends), constrains=list(constrains), license="MIT", timestamp=TIME * 1000, **more)
        info = {}
        if noarch:
            index["noarch"] = noarch
        if noarch == "python":
            link = {"noarch": {"type": "python", "entry_points": list(commands)}, "package_metadata_version": 1}
            info["info/link.json"] = as_json(link)
        info["info/index.json"] = as_json(index)
        info["info/paths.json"] = as_json({"paths": [f.entry(p) for p, f in files.items()], "paths_version": 1})
        info["info/files"] = File("".join(f"{p}\n" for p in files))
        info["info/about.json"] = as_json({"summary": name})
        marked = [f"{PLACEHOLDER} {f.prefix} {p}\n" for p, f in files.items() if f.prefix]
        if marked:
            info["info/has_prefix"] = File("".join(marked))
        title = f"{name}-{version}-{build}"
        if ZSTD and not old:
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr("metadata.json", json.dumps({"conda_pkg_format_version": 2}))
                archive.writestr(f"pkg-{title}.tar.zst", zstd(tarball(files.items())))
                archive.writestr(f"info-{title}.tar.zst", zstd(tarball(info.items())))
            content, file, key = out.getvalue(), f"{title}.conda", "packages.conda"
        else:
            content, file, key = bz2.compress(tarball([*info.items(), *files.items()]), 1), f"{title}.tar.bz2", "packages"
        os.makedirs(os.path.join(self.folder, subdir), exist_ok=True)
        with open(os.path.join(self.folder, subdir, file), "wb") as out:
            out.write(content)
        record = {**index, "size": len(content)}
        record.update(md5=hashlib.md5(content).hexdigest(), sha256=hashlib.sha256(content).hexdigest())
        self.subdirs.setdefault(subdir, {"packages": {}, "packages.conda": {}})[key][file] = record

    def library(self, name, version, module, depends=("python",), **more):
        """A pure Python distribution as `noarch: python`, with the metadata that Python itself reads."""
        info = f"site-packages/{name}-{version}.dist-info/"
        files = {
            f"site-packages/{name}.py": File(module),
            info + "METADATA": File(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"),
            info + "INSTALLER": File("conda\n"),
        }
        self.add(name, version, "py_0", files, "noarch", depends, noarch="python", **more)

    def close(self):
        for subdir in {HOST, OTHER, "noarch", *self.subdirs}:
            os.makedirs(os.path.join(self.folder, subdir), exist_ok=True)
            listed = self.subdirs.get(subdir, {"packages": {}, "packages.conda": {}})
            with open(os.path.join(self.folder, subdir, "repodata.json"), "w") as out:
                json.dump({"info": {"subdir": subdir}, **listed, "removed": [], "repodata_version": 1}, out, sort_keys=True)


ASK = "import json,sys;print(json.dumps([sys.base_prefix,'%d.%d'%sys.version_info[:2],'%d.%d.%d'%sys.version_info[:3]]))"
# Parts of the standard library that no test needs.
LEFT_OUT = {"test", "tests", "idlelib", "turtledemo", "tkinter", "lib2to3", "ensurepip", "site-packages", "__pycache__", "pydoc_data", "unittest", "sqlite3"}


def repacked(python):
    """The minor version, the full one, and the files of a CPython as a package: they run wherever they are linked."""
    base, minor, full = json.loads(subprocess.check_output([python, "-I", "-c", ASK]))
    files = {}

    def take(source, path):
        if os.path.islink(source):
            files[path] = File(link=os.readlink(source))
            return
        with open(source, "rb") as opened:
            content = opened.read()
        mode, prefix = (0o755 if os.access(source, os.X_OK) else 0o644), None
        own = f"{base}/lib".encode() + b"\0"
        if content[:4] == b"\x7fELF":  # it finds its libpython beside itself, not where it was built
            beside = b"$ORIGIN/" + os.path.relpath("lib", os.path.dirname(path)).encode()
            content = content.replace(own, beside.ljust(len(own), b"\0"))
        elif base.encode() in content and b"\0" not in content:
            content, prefix = content.replace(base.encode(), PLACEHOLDER.encode()), "text"
        files[path] = File(content, mode, prefix=prefix)

    take(os.path.realpath(f"{base}/bin/python{minor}"), f"bin/python{minor}")
    for name in ("python", "python3"):
        files[f"bin/{name}"] = File(link=f"python{minor}")
    for name in sorted(os.listdir(f"{base}/lib")):
        if name.startswith(f"libpython{minor}") and not name.endswith(".a"):
            take(f"{base}/lib/{name}", f"lib/{name}")
    library = f"{base}/lib/python{minor}"
    for folder, folders, names in os.walk(library):
        folders[:] = sorted(f for f in folders if f not in LEFT_OUT and not f.startswith("config-"))
        for name in sorted(names):
            if name.endswith((".pyc", ".a", ".o")) or "test" in name:
                continue
            path = os.path.relpath(os.path.join(folder, name), f"{base}/lib")
            take(os.path.join(folder, name), f"lib/{path}")
    files[f"lib/python{minor}/site-packages/README.txt"] = File("packages go here\n")
    return minor, full, files


def add_python(main, python):
    minor, full, files = repacked(python)
    tag = "py" + minor.replace(".", "")
    above = minor.split(".")[0] + "." + str(int(minor.split(".")[1]) + 1)
    site = f"lib/python{minor}/site-packages"
    main.add("python", full, f"h0_{tag}", files, depends=["tz"], python_site_packages_path=site)
    main.add("python", full, f"h0_{tag}", {"bin/python": script("#!/bin/sh\n")}, subdir=OTHER, depends=["tz"], python_site_packages_path=site)
    built = {f"{site}/grove.py": File(f"built_for = '{minor}'\n")}
    main.add("grove", "1.0", f"{tag}_0", built, depends=[f"python >={minor},<{above}.0a0"])


def add_packages(main, extra):
    main.add("tz", "2024a", files={"share/tz": File("zones\n")}, subdir="noarch", noarch="generic")
    for version in ("1.0", "2.0", "3.0"):
        main.library("apple", version, f"__version__ = '{version}'\n")
    pear = "def main():\n    print('a pear')\n"
    for version in ("1.0", "1.1"):
        main.library("pear", version, pear, commands=["pear = pear:main"])
    main.library("pie", "1.0", "import apple\n", ["python", "apple <3"])
    main.library("tart", "1.0", "import pear\n", ["python", "pear"])
    main.library("newer", "1.0", "", ["python >=3.12"])
    main.library("numpy", "1.26", "")
    main.add("llvm-openmp", "18.0", files={"lib/libomp.so": File("")})
    extra.library("apple", "9.0", "__version__ = '9.0'\n")
    extra.library("quince", "1.0", "import apple\n", ["python", "apple"])
    # libraries without Python
    for version in ("1.0", "2.0"):
        for subdir in (HOST, OTHER):
            main.add("libstone", version, files={"lib/stone.txt": File(version)}, subdir=subdir)
    main.add("cherry", "1.0", depends=["libstone 1.*"])
    main.add("plum", "1.0", depends=["libstone 2.*"])
    main.add("sieve", "1.0", constrains=["apple <2"])
    main.add("lost", "1.0", depends=["nowhere >=1"])
    main.add("fast", "1.0", depends=["__cuda >=12"])
    main.add("old-format", "1.0", old=True)
    # prefixes in text, links, an empty file, activation
    for version in ("1.0", "2.0"):
        files = {
            "bin/where": script(f"#!/bin/sh\necho {PLACEHOLDER}\n", "text"),
            "etc/where.cfg": File(f"prefix = {PLACEHOLDER}\n", prefix="text"),
            "share/where/link": File(link="../../etc/where.cfg"),
            "share/where/empty": File(),
            "share/where/binary": File(PLACEHOLDER.encode() + b"/share\0end\0", prefix="binary"),
            "etc/conda/activate.d/where.sh": File(f"export WHERE_ACTIVE={version}\nexport WHERE_PREFIX=$CONDA_PREFIX\n"),
            "etc/conda/deactivate.d/where.sh": File("unset WHERE_ACTIVE WHERE_PREFIX\n"),
            "etc/conda/env_vars.d/where.json": as_json({"WHERE_VARIABLE": version}),
        }
        main.add("where", version, files=files)
    main.add("left", "1.0", files={"share/both": File("left\n")})
    main.add("right", "1.0", files={"share/both": File("right\n")})
    linked = '#!/bin/sh\necho "$PKG_NAME" > "$PREFIX/linked.txt"\n'
    main.add("linker", "1.0", files={"bin/.linker-post-link.sh": script(linked), "share/linker": File("x")})
    main.add("many", "1.0", files={f"share/many/{n % 40}/{n}.txt": File(f"{n}\n" * 50) for n in range(2000)})
    main.add("many", "1.1", files={f"share/many/{n % 40}/{n}.txt": File(f"{n}!\n" * 50) for n in range(2000)})


def build():
    out, *pythons = sys.argv[1:]
    main, extra = Channel(os.path.join(out, "main")), Channel(os.path.join(out, "extra"))
    for python in pythons:
        add_python(main, python)
    add_packages(main, extra)
    main.close()
    extra.close()


build()
