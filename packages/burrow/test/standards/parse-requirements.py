"""Prints what pip itself reads from requirements files: one JSON line for each path given on standard input.

A line is {"entries": [...], "error": text or null}; an entry has its line, its kind and its text or options. No option has an effect.
Standard library and pip; run with -X utf8 so that pip's fallback encoding is UTF-8.
"""

import json
import os
import sys
from optparse import Values

from pip._internal.req import req_file


def entries(path):
    found = []

    def remember(opts, filename, lineno, finder=None, options=None, session=None):
        found.append({"kind": "options", "line": lineno, "options": options_of(opts)})

    req_file.handle_option_line = remember
    error = None
    try:
        for parsed in req_file.parse_requirements(path, session=None):
            _, _, line = parsed.comes_from.rpartition(" (line ")
            hashes = (parsed.options or {}).get("hashes", {})
            found.append({
                "kind": "editable" if parsed.is_editable else "requirement",
                "line": int(line.rstrip(")")),
                "text": parsed.requirement.strip(),
                "hashes": sorted(algorithm + ":" + value for algorithm in hashes for value in hashes[algorithm]),
            })
    except Exception as cause:
        error = type(cause).__name__ + ": " + str(cause)
    return {"entries": found, "error": error}


def options_of(opts):
    formats = opts.format_control
    return {
        "--index-url": [opts.index_url] if opts.index_url else [],
        "--extra-index-url": list(opts.extra_index_urls or []),
        "--no-index": bool(opts.no_index),
        "--find-links": list(opts.find_links or []),
        "--pre": bool(opts.pre),
        "--prefer-binary": bool(opts.prefer_binary),
        "--require-hashes": bool(opts.require_hashes),
        "--trusted-host": list(opts.trusted_hosts or []),
        "--no-binary": sorted(formats.no_binary),
        "--only-binary": sorted(formats.only_binary),
    }


for line in sys.stdin:
    path = json.loads(line)
    os.chdir(os.path.dirname(path))
    print(json.dumps(entries(path)), flush=True)
