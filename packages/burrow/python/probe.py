"""Say what this interpreter is, as one line of JSON behind a marker. Standard library only; Python 2.7 to 3.14 and PyPy."""

import json
import os
import sys


def config_var(name):
    try:
        import sysconfig

        return sysconfig.get_config_var(name)
    except Exception:
        return None


def paths():
    try:
        import sysconfig

        found = sysconfig.get_paths()
        return dict((key, found.get(key)) for key in ("stdlib", "purelib", "platlib", "scripts"))
    except Exception:
        return {}


def externally_managed(stdlib):
    """Whether the marker of PEP 668 stands in the standard library's folder."""
    return bool(stdlib) and os.path.isfile(os.path.join(stdlib, "EXTERNALLY-MANAGED"))


def version():
    """PEP 440: the release, then a, b or rc with its number."""
    major, minor, micro, level, serial = sys.version_info[:5]
    text = "%d.%d.%d" % (major, minor, micro)
    mark = {"alpha": "a", "beta": "b", "candidate": "rc"}.get(level)
    return text if mark is None else "%s%s%d" % (text, mark, serial)


def implementation():
    found = getattr(sys, "implementation", None)
    if found is not None:
        return found.name
    import platform

    return platform.python_implementation().lower()


def machine():
    if hasattr(os, "uname"):
        return os.uname()[4]
    return os.environ.get("PROCESSOR_ARCHITECTURE", "")


def main():
    where = paths()
    answer = {
        "version": version(),
        "implementation": implementation(),
        "executable": sys.executable,
        "prefix": sys.prefix,
        "base_prefix": getattr(sys, "base_prefix", sys.prefix),
        "real_prefix": getattr(sys, "real_prefix", None),
        "platform": sys.platform,
        "machine": machine(),
        "bits": 64 if sys.maxsize > 2**32 else 32,
        "abiflags": getattr(sys, "abiflags", ""),
        "gil_disabled": bool(config_var("Py_GIL_DISABLED")),
        "paths": where,
        "externally_managed": externally_managed(where.get("stdlib")),
    }
    sys.stdout.write("\nburrow-probe " + json.dumps(answer) + "\n")
    sys.stdout.flush()


main()
