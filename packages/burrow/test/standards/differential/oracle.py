"""Answers questions with Python's `packaging`: one JSON document per line in, one per line out, in order."""

import ast
import json
import pathlib
import platform
import sys
import types
import warnings

warnings.simplefilter("ignore")
getattr(sys, "set_int_max_str_digits", lambda _: None)(0)

from packaging import _manylinux, _musllinux, markers, requirements, specifiers, tags, utils, version

BAD = {"ok": False}


def specifier_set(text):
    """`~=1.0po\u017ft1` passes packaging's grammar and then ends in an AssertionError when it is used: such a set counts as bad."""
    made = specifiers.SpecifierSet(text)
    for one in made:
        if one.operator != "===":
            version.Version(one.version.removesuffix(".*"))
    return made


def marker_text(marker):
    """`None` where packaging knows no way to write the marker: a text with both quotes in it."""
    try:
        return str(marker)
    except ValueError:
        return None


def answer_version(text):
    read = version.Version(text)
    return {"text": str(read), "prerelease": read.is_prerelease, "release": [str(n) for n in read.release]}


def answer_compare(left, right):
    a, b = version.Version(left), version.Version(right)
    return {"order": (a > b) - (a < b), "equal": a == b, "less": a < b}


def answer_specifier(text):
    made = specifier_set(text)
    return {"text": str(made), "prereleases": made.prereleases is True}


def answer_contains(text, item, prereleases, parse):
    return {"holds": specifier_set(text).contains(version.Version(item) if parse else item, prereleases=prereleases)}


def answer_marker(text):
    return {"text": marker_text(markers.Marker(text))}


def answer_evaluate(text, environment):
    marker = markers.Marker(text)
    values = {key: set(value) if isinstance(value, list) else value for key, value in environment.items()}
    try:
        return {"holds": marker.evaluate(values)}
    except (markers.UndefinedComparison, markers.UndefinedEnvironmentName):
        return {"holds": None}


def answer_requirement(text):
    made = requirements.Requirement(text)
    specifier_set(str(made.specifier))
    marker = None if made.marker is None else marker_text(made.marker)
    printable = made.marker is None or marker is not None
    return {
        "text": str(made) if printable else None,
        "name": made.name,
        "extras": sorted(made.extras),
        "specifier": str(made.specifier),
        "url": made.url,
        "marker": marker,
    }


def answer_wheel(text):
    name, read, build, tag_set = utils.parse_wheel_filename(text)
    return {
        "name": name,
        "version": str(read),
        "build": [str(build[0]), build[1]] if build else None,
        "tags": sorted(str(tag) for tag in tag_set),
    }


def answer_name(text):
    return {"text": utils.canonicalize_name(text), "valid": utils._validate_regex.fullmatch(text) is not None}


def answer_tags(machine):
    """What `sys_tags` says on the machine that is described; everything that it would look up is put in its way."""
    glibc = tuple(machine["glibc"]) if machine["glibc"] else (-1, -1)
    _manylinux._get_glibc_version = lambda: _manylinux._GLibCVersion(*glibc)
    _manylinux._get_manylinux_module = lambda: None
    _manylinux._is_linux_armhf = _manylinux._is_linux_i686 = lambda _: True
    musl = machine["musl"]
    _musllinux._get_musl_version = lambda _: _musllinux._MuslVersion(*musl) if musl else None
    tags.platform = types.SimpleNamespace(
        system=lambda: machine["system"], mac_ver=lambda: (machine["mac"], None, machine["arch"])
    )
    tags.sysconfig = types.SimpleNamespace(get_platform=lambda: machine["platform"], get_config_var=None)
    tags._get_config_var = lambda name, warn=False: machine["config"].get(name)
    tags._linux_platforms.__defaults__ = (False,)
    tags._mac_arch.__defaults__ = (False,)
    tags.sys = types.SimpleNamespace(
        version_info=tuple(machine["python"]),
        implementation=types.SimpleNamespace(name=machine["implementation"]),
        executable="",
        maxunicode=0x10FFFF,
    )
    seen = dict.fromkeys(str(tag) for tag in tags.sys_tags())
    return {"tags": list(seen)}


def answer_here():
    """This very interpreter: its marker environment and tags, before anything is put in their way."""
    libc = _manylinux._get_glibc_version()
    return {
        "environment": markers.default_environment(),
        "tags": list(dict.fromkeys(str(tag) for tag in tags.sys_tags())),
        "glibc": f"{libc[0]}.{libc[1]}" if libc[0] > 0 else None,
        "mac": platform.mac_ver()[0],
        "flags": getattr(sys, "abiflags", ""),
    }


def answer_literals(folder):
    """Every text in packaging's own tests, and every row of two texts or more, as a parametrised test has them."""
    texts, rows = {}, {}
    for path in sorted(pathlib.Path(folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts[node.value] = None
            elif isinstance(node, (ast.Tuple, ast.List)):
                row = tuple(one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str))
                if len(row) >= 2:
                    rows[row[:2]] = None
    return {"texts": list(texts), "rows": [list(row) for row in rows]}


BAD_TEXT = (
    version.InvalidVersion,
    specifiers.InvalidSpecifier,
    markers.InvalidMarker,
    requirements.InvalidRequirement,
    utils.InvalidWheelFilename,
)


def main():
    for line in sys.stdin:
        kind, *arguments = json.loads(line)
        try:
            answer = {"ok": True, **globals()[f"answer_{kind}"](*arguments)}
        except BAD_TEXT:
            answer = BAD
        except Exception as problem:  # a crash of packaging is an answer that nothing agrees with
            answer = {"crash": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
