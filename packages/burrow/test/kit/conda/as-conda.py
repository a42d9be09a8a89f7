"""Writes the records of a prefix again as conda 26.7.1 itself was seen to write them: its keys, `requested_spec` as a text and "None" where nobody
asked, channels with their subdir, in `paths_data` the paths of a `noarch: python` package as they are in its archive (in `files` as they lie in the prefix);
and its history, with conda's version and `update specs`. It shares no code with burrow.

    python as-conda.py PREFIX SPEC...
"""

import json
import os
import re
import sys

prefix, *specs = sys.argv[1:]
meta = os.path.join(prefix, "conda-meta")
wanted = {spec.split()[0].split("=")[0]: spec for spec in specs}
lines = []
for name in sorted(n for n in os.listdir(meta) if n.endswith(".json")):
    path = os.path.join(meta, name)
    with open(path) as opened:
        record = json.load(opened)
    record.pop("requested_specs", None)
    record["auth"] = None
    record["arch"] = None
    record["platform"] = None
    record["package_tarball_full_path"] = record["extracted_package_dir"] + ".conda"
    record["link"] = {"source": record["extracted_package_dir"], "type": 1}
    record["requested_spec"] = wanted.get(record["name"], "None")
    record["channel"] = record["channel"].rstrip("/") + "/" + record["subdir"]
    record["files"] = [entry["_path"] for entry in record["paths_data"]["paths"]]
    if record.get("noarch") == "python":
        for entry in record["paths_data"]["paths"]:
            if not entry["_path"].endswith(".pyc"):
                entry["_path"] = re.sub(r"^lib/python[0-9.]+/(?=site-packages/)", "", entry["_path"])
    with open(path, "w") as out:
        out.write(json.dumps(record, indent=2, sort_keys=True, separators=(",", ": ")))
    lines.append(f"+{record['channel']}::{record['name']}-{record['version']}-{record['build']}")
with open(os.path.join(meta, "history"), "w") as out:
    out.write("==> 2024-01-15 10:30:00 <==\n# cmd: /opt/conda/bin/conda create -p it\n# conda version: 24.1.0\n")
    out.write("\n".join(lines) + f"\n# update specs: {specs!r}\n")
