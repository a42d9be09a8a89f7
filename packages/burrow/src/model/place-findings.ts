/** Findings about the place of an environment, its project and the machine; a part of `findings.ts`. */
export const PLACE_FINDINGS = {
  "synced-folder": {
    severity: "warning",
    word: "synced",
    about: "It lies in a folder that a sync program copies, and sometimes changes.",
  },
  "disk-full": { severity: "error", word: "disk full", about: "The disk that holds it is full." },
  "disk-low": { severity: "warning", word: "disk", about: "The disk that holds it is nearly full." },
  "lock-stale": {
    severity: "warning",
    word: "stale lock",
    about: "The project's lock file no longer fits its manifests.",
  },
  "python-variables": {
    severity: "warning",
    word: "variables",
    about: "`PYTHONHOME` or `PYTHONPATH` is set, which every Python and every environment obeys.",
  },
  "certificates-missing": {
    severity: "warning",
    word: "variables",
    about: "A variable names a file of certificates that is not there, so that downloads fail.",
  },
  "conda-locks-off": {
    severity: "info",
    word: "variables",
    about: "A variable turns conda's locks off.",
  },
  unguarded: {
    severity: "warning",
    word: "unguarded",
    about: "pip may change the system's Python, which the system itself needs (PEP 668).",
  },
  shadowed: {
    severity: "warning",
    word: "shadowed",
    about: "An environment is active and another program of that name comes first on PATH.",
  },
  "pin-drift": {
    severity: "warning",
    word: "drift",
    about: "`.python-version` asks for another Python than the environment has.",
  },
  "no-version-set": {
    severity: "warning",
    word: "shim",
    about: "The first `python` on PATH is a shim, and no version is set for it here.",
  },
  "broken-winner": {
    severity: "warning",
    word: "shadowed",
    about: "The first program of that name on PATH is a link to nothing.",
  },
} as const;
