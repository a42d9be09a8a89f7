"""Answers a line with a line: what py-rattler makes of versions, sets of versions and MatchSpecs."""

import json
import re
import sys

import rattler


def attempt(read, text):
    try:
        return read(text)
    except Exception:
        return None


def version(text):
    return attempt(rattler.Version, text)


def compare(left, right):
    one, other = version(left), version(right)
    if one is None or other is None:
        return None
    return 0 if one == other else -1 if one < other else 1


def has(spec, text):
    read, found = attempt(rattler.VersionSpec, spec), version(text)
    if read is None:
        return None
    return found is not None and read.matches(found)


def record(p):
    hex_of = lambda key: bytes.fromhex(p[key]) if key in p else None
    number = p["buildNumber"]
    if version(p["version"]) is None:
        return None
    build = attempt(rattler.BuildString, p["build"])
    plain = rattler.PackageRecord(p["name"], p["version"], build, number, p["subdir"], md5=hex_of("md5"), sha256=hex_of("sha256"), license=p.get("license"))
    return rattler.RepoDataRecord(plain, p["fileName"], p["url"], p["channel"])


def matches(spec, packages):
    read = attempt(rattler.MatchSpec, spec)
    if read is None or (read.build is not None and not re.fullmatch(r"[\w.*+-]+", str(read.build))):
        return None  # whatever it cannot place becomes the build string
    records = [record(package) for package in packages]
    return [found is not None and read.matches(found) for found in records]


def canonical(spec):
    read = attempt(rattler.MatchSpec, spec)
    return None if read is None else str(read)


QUESTIONS = {"compare": compare, "has": has, "matches": matches, "canonical": canonical}

for line in sys.stdin:
    kind, *arguments = json.loads(line)
    print(json.dumps(QUESTIONS[kind](*arguments)), flush=True)
