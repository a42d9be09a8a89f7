"""Answers questions with Poetry itself and Python's `json`: one JSON document per line in, one per line out, in order."""

import json
import sys
import tomllib
from pathlib import Path

from poetry.core.constraints.version import Version, parse_constraint
from poetry.packages.locker import Locker


def constraint(text, versions):
    """Which of the versions the constraint allows; null when it is none."""
    try:
        made = parse_constraint(text)
    except Exception:
        return None
    return [made.allows(Version.parse(version)) for version in versions]


def content_hash(text, with_groups):
    locker = Locker(Path("poetry.lock"), tomllib.loads(text))
    return locker._get_content_hash(with_dependency_groups=with_groups)


def dumped(text):
    return json.dumps(tomllib.loads(text), sort_keys=True)


QUESTIONS = {"constraint": constraint, "hash": content_hash, "json": dumped}

for line in sys.stdin:
    kind, *arguments = json.loads(line)
    print(json.dumps(QUESTIONS[kind](*arguments)), flush=True)
