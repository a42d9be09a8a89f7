import { PLACE_FINDINGS } from "./place-findings.ts";

/** Every finding of `burrow doctor`: how grave it is, the word that a list shows, and one sentence. `docs/findings.md` is generated from this table. */
export const FINDINGS = {
  // The environment as a whole
  "base-gone": {
    severity: "critical",
    word: "broken",
    about: "The Python that the environment was made from is no longer there.",
  },
  "no-executable": { severity: "critical", word: "broken", about: "The environment has no Python." },
  "does-not-run": { severity: "critical", word: "broken", about: "Its Python cannot be started." },
  "not-an-environment": {
    severity: "critical",
    word: "broken",
    about: "Something stands where an environment should be and is none, or only a part of one.",
  },
  "other-platform": {
    severity: "error",
    word: "foreign",
    about: "It was made by another operating system, such as a Windows `.venv` seen from WSL.",
  },
  moved: { severity: "error", word: "moved", about: "It lies elsewhere than where it was made." },
  "version-differs": {
    severity: "warning",
    word: "upgraded",
    about: "Its base was upgraded since: `pyvenv.cfg` says another version.",
  },
  "unfinished-change": {
    severity: "error",
    word: "interrupted",
    about: "A change was interrupted and neither finished nor taken back.",
  },
  "lock-left": {
    severity: "info",
    word: "locked",
    about: "A lock of burrow's was left by a process that has ended; the next change takes it away.",
  },
  "changed-by-hand": {
    severity: "warning",
    word: "changed",
    about: "Something else changed a generation since burrow made it.",
  },

  // What is installed
  "recorded-missing": {
    severity: "error",
    word: "incomplete",
    about: "What burrow installed into a generation is not there any more.",
  },
  "files-missing": {
    severity: "error",
    word: "damaged",
    about: "Files that the RECORD of a distribution lists are not there.",
  },
  "files-altered": {
    severity: "error",
    word: "damaged",
    about: "Files of a distribution are not what its RECORD says (`--deep`).",
  },
  unreadable: {
    severity: "error",
    word: "closed",
    about: "Files or folders of it may not be read by this user.",
  },
  "record-missing": {
    severity: "warning",
    word: "unproven",
    about: "A distribution has no RECORD, so that nothing tells whether it is whole.",
  },
  "editable-gone": {
    severity: "error",
    word: "damaged",
    about: "The folder of an editable install is gone.",
  },
  "metadata-duplicate": {
    severity: "error",
    word: "damaged",
    about: "A distribution has two metadata folders.",
  },
  "metadata-unreadable": {
    severity: "error",
    word: "damaged",
    about: "The metadata of a distribution cannot be read.",
  },
  leftovers: {
    severity: "warning",
    word: "leftovers",
    about: "An interrupted pip left folders behind whose names begin with `~`.",
  },
  "numbered-copies": {
    severity: "warning",
    word: "copies",
    about: "Files with a number behind their name, as iCloud and other sync programs make them.",
  },
  "requirement-missing": {
    severity: "error",
    word: "incomplete",
    about: "An installed distribution needs another that is not installed.",
  },
  "requirement-conflict": {
    severity: "warning",
    word: "conflict",
    about: "An installed distribution needs another version than is installed.",
  },
  "pip-missing": {
    severity: "info",
    word: "without pip",
    about: "It has no pip, though its maker puts one in.",
  },
  "pip-damaged": {
    severity: "warning",
    word: "damaged",
    about: "It has the program `pip` and not the distribution that it starts.",
  },
  "import-failed": {
    severity: "error",
    word: "damaged",
    about: "A distribution that nothing else needs cannot be imported.",
  },
  "import-objects": {
    severity: "info",
    word: "objects",
    about:
      "A distribution raises an error of its own when it is imported: it may want a variable, a display or a service.",
  },
  "library-missing": {
    severity: "error",
    word: "damaged",
    about: "An extension module needs a shared library that is nowhere on this machine.",
  },
  "library-foreign": {
    severity: "error",
    word: "foreign",
    about: "An extension module was built for another processor.",
  },
  accelerator: {
    severity: "warning",
    word: "wrong build",
    about: "torch is built for another accelerator than is recorded, or than this machine has.",
  },

  // Its programs
  "script-dead": {
    severity: "error",
    word: "dead scripts",
    about: "Programs start with a `#!` line that names a Python which is not there.",
  },
  "script-elsewhere": {
    severity: "error",
    word: "dead scripts",
    about: "Programs start the Python of another environment.",
  },
  "script-dangling": { severity: "warning", word: "dead scripts", about: "Programs are links to nothing." },
  "script-broken": {
    severity: "warning",
    word: "dead scripts",
    about: "Programs are empty or may not be executed.",
  },

  // conda
  "pip-in-conda": {
    severity: "warning",
    word: "mixed",
    about: "pip installed over what conda installed; conda does not know of it.",
  },
  "conda-files-missing": {
    severity: "error",
    word: "damaged",
    about: "Files of a conda package are not there.",
  },
  "conda-files-altered": {
    severity: "error",
    word: "damaged",
    about: "Files of a conda package are not what its record says (`--deep`).",
  },
  "conda-files-shared": {
    severity: "info",
    word: "shared",
    about: "Two of conda's packages have a file of one path, and the other's lies there (`--deep`).",
  },
  "conda-record-unreadable": {
    severity: "error",
    word: "damaged",
    about: "A record in `conda-meta` cannot be read.",
  },
  "conda-unregistered": {
    severity: "info",
    word: "unlisted",
    about: "conda's `environments.txt` does not list it, so that `conda env list` does not show it.",
  },
  "conda-pinned-vain": {
    severity: "warning",
    word: "pinned",
    about: "`conda-meta/pinned` has a line for a package that is not in the environment.",
  },
  "conda-pinned": {
    severity: "warning",
    word: "pinned",
    about: "`conda-meta/pinned` holds a line that conda cannot read.",
  },
  "openmp-two": {
    severity: "warning",
    word: "OpenMP",
    about: "Two different OpenMP runtimes are in it; loaded together they can crash or hang.",
  },
  "openmp-missing": {
    severity: "warning",
    word: "OpenMP",
    about:
      "pip's torch or tensorflow bundles an OpenMP runtime and conda's numpy or scipy has none to share.",
  },

  // The place and the machine
  ...PLACE_FINDINGS,
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly severity: "info" | "warning" | "error" | "critical";
      readonly word: string;
      readonly about: string;
    }
  >
>;
