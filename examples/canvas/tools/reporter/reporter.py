"""A tool that lives inside somebody else's project and must not disturb it."""

import importlib.metadata

import tabulate

ROWS = [(name, importlib.metadata.version(name)) for name in ("tabulate", "urllib3")]
print(tabulate.tabulate(ROWS, headers=("distribution", "version")))
