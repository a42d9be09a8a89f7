"""What rattler's own reader, and a prefix's own history, say of a conda prefix: it shares no code with burrow.

    python prefix-oracle.py RATTLER PREFIX
"""

import glob
import hashlib
import json
import os
import re
import sys

sys.path.insert(0, sys.argv[1])
from rattler import PrefixRecord  # noqa: E402

prefix = sys.argv[2]
meta = os.path.join(prefix, "conda-meta")
records = [PrefixRecord.from_path(os.path.join(meta, n)) for n in sorted(os.listdir(meta)) if n.endswith(".json")]


def title(record):
    return f"{record.name.normalized}-{record.version}-{record.build}"


wrong = []
for record in records:
    for entry in record.paths_data.paths:
        path = os.path.join(prefix, str(entry.relative_path))
        if str(entry.relative_path).startswith("site-packages/"):  # conda's way to write what lies where the Python at hand looks
            [path] = glob.glob(os.path.join(glob.escape(prefix), "lib", "python*", glob.escape(str(entry.relative_path)))) or [path]
        wanted = entry.sha256_in_prefix or entry.sha256
        if not os.path.lexists(path):
            wrong.append(f"{entry.relative_path} is gone")
        elif wanted and not os.path.islink(path) and not path.endswith(".pyc"):
            with open(path, "rb") as opened:
                if hashlib.sha256(opened.read()).digest() != wanted:
                    wrong.append(f"{entry.relative_path} is another")

there = set()
with open(os.path.join(meta, "history")) as opened:
    for line in opened:
        said = re.match(r"([+-]).*::(\S+)$", line)
        if said:
            (there.add if said[1] == "+" else there.discard)(said[2])

print(
    json.dumps(
        {
            "packages": [title(record) for record in records],
            "history": sorted(there),
            "requested": sorted(spec for record in records for spec in record.requested_specs),
            "wrong": wrong,
        }
    )
)
os._exit(0 if sys.stdout.flush() is None else 1)
