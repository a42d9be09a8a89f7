"""Reads conda's files with PyYAML, every scalar as it is written: a line of JSON with a path in, what the file says out."""

import json
import sys

import yaml


class Texts(yaml.SafeLoader):
    yaml_implicit_resolvers = {"<": [("tag:yaml.org,2002:merge", __import__("re").compile("^<<$"))]}


def environment(document):
    packages, pip = [], []

    def take(item):
        if not isinstance(item, dict):
            packages.append(item)
            return
        for key, value in item.items():
            if key == "pip":
                pip.extend(value or [])
            else:  # micromamba's `sel(linux):`
                for one in value if isinstance(value, list) else [value]:
                    take(one)

    for item in document["dependencies"] or []:
        take(item)
    return {
        "name": document.get("name", ""),
        "channels": document.get("channels") or [],
        "packages": packages,
        "pip": pip,
        "variables": document.get("variables") or {},
        "prefix": document.get("prefix", ""),
    }


def lock(document):
    return [
        {
            "title": [one[key] for key in ("manager", "name", "version", "platform", "url")],
            "hashes": [f"{kind}:{one['hash'][kind]}".lower() for kind in ("sha256", "md5") if kind in one["hash"]],
            "depends": [f"{name} {spec}".strip() for name, spec in (one.get("dependencies") or {}).items()],
            "categories": [one["category"]] if "category" in one else one.get("categories") or ["main"],
        }
        for one in document["package"]
    ]


for line in sys.stdin:
    kind, path = json.loads(line)
    with open(path, "rb") as opened:
        document = yaml.load(opened, Texts)
    print(json.dumps({"environment": environment, "lock": lock}[kind](document)), flush=True)
