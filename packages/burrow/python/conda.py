"""A conda engine on py-rattler: one request in, one answer out, both JSON files.

    python -I -X pycache_prefix=FOLDER conda.py ENGINE

ENGINE is the folder of an unpacked py-rattler. Each line of the input is ["REQUEST", "ANSWER"], the paths of both files; an empty line is printed when the
answer is there. It ends with its input. The answer is {"ok": true, ...} or {"ok": false, "kind", "text"} with the
kind `unsatisfiable`, `unknown-name`, `no-version` (with its `subject`), `checksum`, `unreachable` or `failed`. Nothing else is
written but what the request asks for, the engine's caches, and progress on stdout.
"""

import asyncio
import glob
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, sys.argv[1])

import rattler  # noqa: E402
from rattler.exceptions import GatewayError, SolverError  # noqa: E402

# What a machine of a platform is taken to have when a lock is made for it on another one.
UNIX = [("__unix", "0", "0")]
VIRTUAL = {
    "linux": UNIX + [("__linux", "5.10", "0"), ("__glibc", "2.28", "0")],
    "osx": UNIX + [("__osx", "13.0", "0")],
    "win": [("__win", "10", "0")],
}
ARCHITECTURES = {"64": "x86_64", "32": "x86", "arm64": "m1"}


class Failed(Exception):
    def __init__(self, kind, text, **more):
        super().__init__(text)
        self.kind, self.more = kind, more


def virtual_packages(platform):
    if platform == str(rattler.Subdir.current()):
        return [one.into_generic() for one in rattler.VirtualPackage.detect(rattler.VirtualPackageOverrides.from_env())]
    system, _, machine = platform.partition("-")
    named = VIRTUAL.get(system, []) + [("__archspec", "1", ARCHITECTURES.get(machine, machine))]
    return [
        rattler.GenericVirtualPackage(rattler.PackageName(name), rattler.Version(version), rattler.BuildString(build))
        for name, version, build in named
    ]


def installed(prefix):
    folder = os.path.join(prefix, "conda-meta")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [record_at(os.path.join(folder, name)) for name in names if name.endswith(".json")]


def record_at(path):
    """A record as the engine has to read it: conda's own, where it writes paths of `noarch: python` as they are in the archive, with those of the prefix."""
    with open(path, encoding="utf-8") as opened:
        text = opened.read()
    if '"site-packages/' not in text and '"python-scripts/' not in text:
        return rattler.PrefixRecord.from_path(path)
    record = json.loads(text)
    if record.get("noarch") != "python":
        return rattler.PrefixRecord.from_path(path)
    placed = {}
    for file in record.get("files", []):
        before, found, rest = file.partition("site-packages/")
        if found:
            placed.setdefault(found + rest, before + found + rest)
        elif re.match(r"(?:bin|Scripts)/[^/]+$", file):
            placed["python-scripts/" + file.partition("/")[2]] = file
    for one in record.get("paths_data", {}).get("paths", []):
        one["_path"] = placed.get(one["_path"], one["_path"])
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, os.path.basename(path))
        with open(copy, "w", encoding="utf-8") as out:
            json.dump(record, out)
        return rattler.PrefixRecord.from_path(copy)


def name_of(record):
    return record.name.normalized


def record_of(pin):
    """A record of the channel from a pin: what a lock lacks is read from the package once it is unpacked."""
    conda = pin["conda"]
    hashes = dict(one.split(":", 1) for one in pin["hashes"])
    given = {kind: bytes.fromhex(hashes[kind]) for kind in ("sha256", "md5") if kind in hashes}
    if pin["name"] == "python":
        minor = ".".join(pin["version"].split(".")[:2])
        threads = "t" if re.search(r"_cp\d+t$", conda["build"]) else ""
        given["python_site_packages_path"] = f"lib/python{minor}{threads}/site-packages"
        if conda["subdir"].startswith("win-"):
            given["python_site_packages_path"] = "Lib/site-packages"
    number = conda.get("buildNumber")
    if number is None:
        number = int((re.search(r"(\d+)$", conda["build"]) or ["0", "0"])[1])
    package = rattler.PackageRecord(
        pin["name"],
        pin["version"],
        rattler.BuildString(conda["build"]),
        number,
        conda["subdir"],
        depends=conda.get("depends"),
        constrains=conda.get("constrains"),
        size=pin.get("bytes"),
        **given,
    )
    archive = urllib.parse.unquote(pin["url"].rsplit("/", 1)[-1])
    return rattler.RepoDataRecord(package, archive, pin["url"], conda["channel"])


def pin_of(record):
    said = json.loads(record.to_json())
    hashes = [f"{kind}:{said[kind]}" for kind in ("sha256", "md5") if said.get(kind)]
    conda = {
        "build": said["build"],
        "buildNumber": said["build_number"],
        "subdir": said["subdir"],
        "channel": said.get("channel") or "",
        "depends": said.get("depends", []),
        "constrains": said.get("constrains", []),
    }
    pin = {"name": said["name"], "version": said["version"], "hashes": hashes, "url": said["url"], "conda": conda}
    if said.get("size") is not None:
        pin["bytes"] = said["size"]
    return pin


def proven(pins):
    """The engine compares hashes of what it downloads, not of what a `file:` address names: that is done here."""
    for pin in pins:
        address = urllib.parse.urlsplit(pin["url"])
        if not any(one.startswith(("sha256:", "md5:")) for one in pin["hashes"]):
            raise Failed("checksum", f"`{pin['name']}` has no hash that could prove it")
        if address.scheme != "file":
            continue
        path = local_path(address.path)
        strongest = max(pin["hashes"], key=lambda one: one.startswith("sha256:"))
        kind, wanted = strongest.split(":", 1)
        digest = hashlib.new(kind, usedforsecurity=False) if kind == "md5" else hashlib.new(kind)
        try:
            with open(path, "rb") as opened:
                for block in iter(lambda: opened.read(1 << 20), b""):
                    digest.update(block)
        except OSError as error:
            raise Failed("unreachable", f"`{path}` cannot be read: {error.strerror}")
        if digest.hexdigest() != wanted:
            archive = os.path.basename(path)
            raise Failed("checksum", f"hash mismatch of {archive}: expected {wanted}, got {digest.hexdigest()}")


def local_path(path):
    if os.name != "nt":
        return urllib.parse.unquote(path)
    from urllib.request import url2pathname  # slow to load, and only there has it something to do

    return url2pathname(path)


async def solved(request, platform, records):
    offline = rattler.SourceConfig(cache_action="force-cache-only") if request.get("offline") else None
    gateway = rattler.Gateway(os.path.join(request["cache"], "repodata"), default_config=offline)
    mode, free = request["mode"], set(request["free"])
    kept = [one for one in records if mode == "frozen" or (free and name_of(one) not in free)]
    specs = [rattler.MatchSpec(spec) for spec in request["specs"]]
    if mode == "freed" and not free:  # any version of what somebody asked for before, but not none
        named = {spec_name(spec) for spec in request["specs"]}
        specs += [rattler.MatchSpec(name_of(one)) for one in records if requested(one) and name_of(one) not in named]
    sources = [rattler.Channel(channel) for channel in request["channels"] if channel != "nodefaults"]
    platforms = [rattler.Subdir(platform), rattler.Subdir("noarch")]
    try:
        return await solution(request, platform, sources, platforms, gateway, specs, kept, records)
    except SolverError as error:
        nothing = re.search(r"No candidates were found for ([^\s,]+)", str(error))
        if nothing is None:
            raise
        names = {one.normalized for one in await gateway.names(sources, platforms)}
        kind = "no-version" if nothing[1] in names else "unknown-name"
        raise Failed(kind, str(error), subject=nothing[1])


def preferred(request):
    """What is taken where the specs leave a choice: the packages that were there before."""
    whole = [one for one in request.get("installed", []) if one.get("url") and (one.get("sha256") or one.get("md5"))]
    keys = ("build", "buildNumber", "subdir", "channel", "depends", "constrains")
    return [
        record_of(
            {
                "name": one["name"],
                "version": one["version"],
                "url": one["url"],
                "hashes": [f"{kind}:{one[kind]}" for kind in ("sha256", "md5") if one.get(kind)],
                "conda": {key: one[key] for key in keys},
            }
        )
        for one in whole
    ]


async def solution(request, platform, sources, platforms, gateway, specs, kept, records):
    return await rattler.solve(
        sources=sources,
        specs=specs,
        constraints=[rattler.MatchSpec(spec) for spec in request["constraints"]],
        platforms=platforms,
        gateway=gateway,
        virtual_packages=virtual_packages(platform),
        pinned_packages=kept,
        locked_packages=preferred(request) if request["mode"] == "fresh" else [] if request.get("newest") else records,
    )


async def solve(request):
    prefix = request.get("prefix")
    records = installed(prefix) if prefix and request["mode"] != "fresh" else []
    there = {name_of(one): one for one in records}
    answer = {}
    for platform in request.get("platforms") or [str(rattler.Subdir.current())]:
        result = await solved(request, platform, records)
        names = {name_of(one) for one in result}
        # What nothing asks for stays as well; what may change goes only when the solver has no place for it.
        names |= {name for name in there if request["mode"] == "frozen" or (request["free"] and name not in request["free"])}
        comes = [one for one in result if (there.get(name_of(one)) is None or not same(there[name_of(one)], one))]
        answer[platform] = {
            "pins": sorted((pin_of(one) for one in comes), key=lambda pin: pin["name"]),
            "removed": sorted(set(there) - names),
        }
    return {"platforms": answer}


def same(one, other):
    return (str(one.version), str(one.build), one.subdir) == (str(other.version), str(other.build), other.subdir)


async def fetch(request):
    pins = request["pins"]
    proven(pins)
    comes = [record_of(pin) for pin in pins]
    pythons = [one for one in installed(request["prefix"]) if name_of(one) == "python"]
    if any(pin["name"] == "python" for pin in pins):
        pythons = []
    scratch = request["scratch"]
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(os.path.join(scratch, "conda-meta"))
    for one in pythons:  # for the engine it is there already, and packages of Python's are linked for its version
        one.write_to_path(os.path.join(scratch, "conda-meta", f"python-{one.version}-{one.build}.json"), True)
    # Linked once where nobody looks: the engine has no other word for filling its cache.
    await link(request, scratch, comes + pythons, pythons, None)
    shutil.rmtree(scratch, ignore_errors=True)
    return {}


class Reporter(rattler.InstallerReporter):
    def on_populate_cache_start(self, operation, package_name):
        print(f"fetching {package_name}", flush=True)
        return 0

    def on_link_start(self, operation, package_name):
        print(f"linking {package_name}", flush=True)
        return 0


def package_cache(request):
    """Where the engine unpacks archives, and the MD5 by folder of those that nothing else proves.

    It compares a SHA-256 with that of what it has unpacked, but would take anything by the name of what only an MD5 proves. Those lie apart, and each folder
    there has its MD5 beside it: one that is of another archive, or of none that was linked, is thrown away, and the engine proves what it fetches in its place.
    """
    weak = {}
    for pin in request["pins"]:
        kinds = dict(one.split(":", 1) for one in pin["hashes"])
        if "sha256" not in kinds:
            weak["-".join((pin["name"], pin["version"], pin["conda"]["build"]))] = kinds["md5"]
    if not weak:
        return os.path.join(request["cache"], "pkgs"), weak
    packages = os.path.join(request["cache"], "pkgs-md5")
    os.makedirs(packages, exist_ok=True)
    for name, wanted in weak.items():
        folder = os.path.join(packages, name)
        if md5_of(folder) == wanted:
            continue
        for path in glob.glob(f"{glob.escape(folder)}*"):
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    return packages, {os.path.join(packages, name): wanted for name, wanted in weak.items()}


def md5_of(folder):
    try:
        with open(f"{folder}.md5", encoding="ascii") as opened:
            return opened.read()
    except (OSError, ValueError):
        return None


async def link(request, prefix, records, there, specs, scripts=False, validate=False):
    packages, weak = package_cache(request)
    given = {}
    if validate:  # every file of the cache is hashed; what is damaged is fetched anew
        from rattler.package_cache import PackageCache, ValidationMode

        given["package_cache"] = PackageCache.new_layered([packages], False, ValidationMode.full())
    await rattler.install(
        records=records,
        target_prefix=prefix,
        cache_dir=packages,
        installed_packages=there,
        execute_link_scripts=scripts,
        reporter=Reporter(),
        requested_specs=None if specs is None else [rattler.MatchSpec(spec)._match_spec for spec in specs],
        **given,
    )
    for folder, wanted in weak.items():
        beside = f"{folder}.md5.{os.getpid()}"
        with open(beside, "w", encoding="ascii") as out:
            out.write(wanted)
        os.replace(beside, f"{folder}.md5")


async def change(request):
    prefix, pins = request["prefix"], request["pins"]
    proven(pins)
    before = {name_of(one): one for one in installed(prefix)}
    comes = {pin["name"]: record_of(pin) for pin in pins}
    goes = set(request["removed"])
    unknown = sorted(goes - set(before))
    if unknown:
        raise Failed("failed", f"{', '.join(unknown)} is not in the prefix")
    stays = [one for name, one in before.items() if name not in comes and name not in goes]
    specs = request["specs"]
    await link(request, prefix, [*comes.values(), *stays], list(before.values()), specs, request["scripts"], request.get("validate"))
    clobbered = recorded(prefix, pins, specs)
    write_state(prefix, request["variables"])
    lines = ["-" + title(before[name]) for name in sorted(before) if name in goes or name in comes]
    lines += ["+" + title(comes[name]) for name in sorted(comes)]
    former = {spec_name(spec) for one in before.values() for spec in requested(one)}
    write_history(prefix, request["command"], lines, specs, sorted(former - {spec_name(spec) for spec in specs}))
    return {"clobbered": clobbered, "scripts": link_scripts(prefix, comes)}


def title(record):
    return f"{(record.channel or '').rstrip('/')}/{record.subdir}::{name_of(record)}-{record.version}-{record.build}"


def spec_name(spec):
    return re.split(r"[\s=<>!~\[]", spec.rsplit("::", 1)[-1].strip(), maxsplit=1)[0].lower()


def requested(record):
    return asked_before(record.requested_specs, record.requested_spec)


def asked_before(specs, spec):
    """conda writes "None" of a package that nobody asked for by its name, and mamba nothing."""
    return list(specs or ([spec] if spec and spec != "None" else []))


def meta_files(prefix):
    folder = os.path.join(prefix, "conda-meta")
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".json")]


def load(path):
    with open(path, encoding="utf-8") as opened:
        return json.load(opened)


def store(path, value):
    """Indented as the engine does, but for the thousands of paths of a package: only without indentation is writing them fast."""
    value = dict(value)
    paths = value.pop("paths_data", None)
    text = json.dumps(value, indent=2)
    if paths is not None:
        text = f'{text[:-2]},\n  "paths_data": {json.dumps(paths)}\n}}'
    beside = f"{path}.burrow"
    with open(beside, "w", encoding="utf-8") as out:
        out.write(f"{text}\n")
    os.chmod(beside, 0o644)
    os.replace(beside, path)


def recorded(prefix, pins, specs):
    """Makes the records whole and true to what is asked for, and gives the files that two packages hold: the engine keeps the one, and the other in a folder of its own."""
    wanted, clobbered = {}, []
    for spec in specs:
        wanted.setdefault(spec_name(spec), []).append(spec)
    short = {(pin["name"], pin["version"], pin["conda"]["build"]): pin["conda"] for pin in pins}
    for path in meta_files(prefix):
        record = load(path)
        pin = short.get((record["name"], record["version"], record["build"]))
        completes = pin is not None and completed(record, pin)
        if asked(record, wanted.get(record["name"], [])) or completes:
            store(path, record)
        for one in record.get("paths_data", {}).get("paths", []):
            if one.get("original_path"):
                clobbered.append({"path": one["original_path"], "package": record["name"]})
    return clobbered


def completed(record, pin):
    """What a pin did not say of its package, from the package's own index; whether that was anything."""
    try:
        index = load(os.path.join(record["extracted_package_dir"], "info", "index.json"))
    except (OSError, KeyError, ValueError):
        raise Failed("failed", f"`{record.get('fn')}` does not say what it is")
    for key in ("name", "version", "build"):
        if index.get(key) != record[key]:
            raise Failed("failed", f"`{record['fn']}` holds {key} {index.get(key)} and not {record[key]}")
    more = {
        key: index[key]
        for key in ("noarch", "license", "license_family", "timestamp", "arch", "platform", "features", "track_features")
        if index.get(key) is not None and record.get(key) is None
    }
    more.update({key: index[key] for key in ("depends", "constrains") if key not in pin and index.get(key)})
    if "buildNumber" not in pin and index.get("build_number") is not None:
        more["build_number"] = index["build_number"]
    record.update(more)
    return bool(more)


def asked(record, mine):
    """Which specs asked for a package; whether that is new."""
    there = asked_before(record.get("requested_specs"), record.get("requested_spec"))
    if there == mine:
        return False
    record["requested_specs"] = mine
    record["requested_spec"] = mine[0] if mine else None
    return True


def write_state(prefix, variables):
    path = os.path.join(prefix, "conda-meta", "state")
    try:
        state = load(path)
    except (OSError, ValueError):
        state = None
    if not isinstance(state, dict):
        if not variables:
            return
        state = {"version": 1}
    if state.get("env_vars", {}) == variables:
        return
    state["env_vars"] = variables
    store(path, state)


def write_history(prefix, command, lines, specs, dropped):
    """The format that conda and micromamba write and read."""
    path = os.path.join(prefix, "conda-meta", "history")
    text = time.strftime("==> %Y-%m-%d %H:%M:%S <==\n") + f"# cmd: {command}\n"
    text += "".join(f"{line}\n" for line in lines)
    if dropped:
        text += f"# remove specs: {dropped!r}\n"
    if specs:
        text += f"# update specs: {specs!r}\n"
    with open(path, "a", encoding="utf-8") as out:
        out.write(text)


def link_scripts(prefix, comes):
    bin_folder = "Scripts" if os.name == "nt" else "bin"
    kinds = ("post-link.sh", "pre-link.sh", "pre-unlink.sh", "post-link.bat", "pre-unlink.bat")
    return sorted(
        name
        for name in comes
        if any(os.path.lexists(os.path.join(prefix, bin_folder, f".{name}-{kind}")) for kind in kinds)
    )


async def listed(request):
    return {"packages": [pin_of(one) for one in installed(request["prefix"])]}


async def answer(request):
    acts = {"solve": solve, "fetch": fetch, "change": change, "list": listed}
    try:
        return {"ok": True, **await acts[request["op"]](request)}
    except Failed as error:
        return {"ok": False, "kind": error.kind, "text": str(error), **error.more}
    except SolverError as error:
        return {"ok": False, "kind": "unsatisfiable", "text": str(error)}
    except GatewayError as error:
        return {"ok": False, "kind": "unreachable", "text": str(error)}
    except Exception as error:  # every exception of the engine is one of its own classes
        text = str(error)
        kind = "checksum" if "hash mismatch" in text else "unreachable" if "error sending request" in text else "failed"
        return {"ok": False, "kind": kind, "text": text or type(error).__name__}


def main():
    loop = asyncio.new_event_loop()
    for line in sys.stdin:
        asked, answered = json.loads(line)
        said = loop.run_until_complete(answer(load(asked)))
        with open(answered, "w", encoding="utf-8") as out:
            json.dump(said, out)
        print(flush=True)
    os._exit(0)  # the engine now and then crashes while the interpreter ends, when all is done


main()
