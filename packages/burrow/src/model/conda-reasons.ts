/** The reasons that only a goal of conda's gives; a part of the table of `reasons.ts`. */
export const CONDA_REASONS = {
  // Reading conda's files
  "conda-first": "{path} is not read: {chosen} says what the conda environment holds",
  "conda-overridden": "{path} is not read: --backend asks for a venv",
  "prefix-ignored": "`prefix: {text}` in {path} is ignored: the environment is the project's own",
  "key-unknown": "`{key}:` in {path} means nothing to conda",
  "for-elsewhere": "{what} in {path} {verb} for another platform",
  "channels-unsaid": "{path} names no channel, so what the engine is set to is used",
  "name-reserved": "`{text}` in {path} is a reserved name, so the environment is called {name}",
  "conda-lock-older":
    "{path} may be stale: {manifest} was changed after it ({changed}, {made}); it is used all the same. `burrow lock --platform {platform}` makes it anew",
  "conda-lock-missing":
    "{path} is used without a lock file, so another day may bring other versions; `burrow lock --platform {platform}` keeps them",

  // Planning and changing conda prefixes
  "locked-python": "{path} holds Python {version}, and {asked} was asked for",
  "step-packages": "{what}, linked by conda's rules",
  "step-create-packages": "{path} with {what}",
  "step-verify-packages": "files against conda-meta, and all that is asked for",
  "step-requirements": "{what} on top, resolved with conda's packages kept",
  "package-file-lost": "{path} is in two packages, and the one of {name} is not at its place",
  "scripts-skipped":
    "the scripts of {names} were not run: packages' own code runs only with --allow-post-link",
  "engine-crashed": "{engine} crashed and was started once more: {detail}",
  "cache-damaged": "the cache of {engine} held damaged files and was filled anew: {detail}",
  "package-altered":
    "{altered} of {total} files of {name} {version} are not what its record in conda-meta says",
  "pip-clash": "{place} asks pip for `{requirement}`, and conda gives {held}",
  "pip-clash-deeper": "what pip is asked for, {asked}, does not go with conda's {held}: {detail}",
  "pip-beside-conda": "pip installed {what} in it that no file of the project asks for: {names}",
} as const;
