/** Steps by what they are while they run and once they have run. */
const STEPS: Readonly<Record<string, readonly [string, string]>> = {
  ignore: ["updating ignore files", "updated ignore files"],
  "install-python": ["providing Python", "provided Python"],
  "build-wheel": ["building from source", "built from source"],
  "create-environment": ["creating the environment", "created the environment"],
  preserve: ["preserving", "preserved what may change"],
  fetch: ["fetching", "fetched"],
  install: ["installing", "installed"],
  uninstall: ["removing", "removed"],
  "fetch-packages": ["fetching packages", "fetched packages"],
  "change-packages": ["linking packages", "linked packages"],
  "install-requirements": ["installing pip's part", "installed pip's part"],
  "build-project": ["building the project", "built the project"],
  verify: ["verifying", "verified"],
  "run-hook": ["running the hook", "ran the hook"],
  "set-aside": ["setting aside", "set aside"],
  link: ["linking", "linked"],
};

/** What a step of this kind does, while it does it: `installing`. */
export function doing(kind: string): string {
  return STEPS[kind]?.[0] ?? kind;
}

/** What it has done: `installed`. */
export function doneWith(kind: string): string {
  return STEPS[kind]?.[1] ?? kind;
}
