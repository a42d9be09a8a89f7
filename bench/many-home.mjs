// A home of as many environments as asked, copied from what the tools really made: the same files at the places where the tools would have put them.
import { createHash } from "node:crypto";
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { write } from "./conda-layout.mjs";

/** Files above this size are linked, not copied. */
const COPIED = 32_768;

/** Makes the home and gives what a survey has to find there, as `makeRealHome` does; `real` is what that one gave. */
export function makeManyHome(home, count, real) {
  const patterns = real.filter(({ kind }) => PLACES[kind] !== undefined).map(patternOf);
  const found = [];
  for (let index = 0; index < count; index += 1) {
    const pattern = patterns[index % patterns.length];
    const { kind, version } = pattern;
    const root = projectAt(home, index);
    const prefix = PLACES[kind]({ home, root, index, version });
    copyPattern(pattern, prefix, root);
    makeProject(root, index, kind);
    if (kind === "pyenv-virtualenv") symlinkSync(prefix, join(home, ".pyenv/versions", basename(prefix)));
    found.push({ prefix, kind, ...(version && { version }), ...(OWNED.has(kind) && { project: root }) });
  }
  return found.some(({ kind }) => kind === "conda") ? [...found, condaBase(home, real)] : found;
}

/** The base that named environments of conda lie in. */
function condaBase(home, real) {
  const pattern = patternOf(real.find(({ kind }) => kind === "conda-base"));
  const prefix = join(home, "miniforge3");
  copyPattern(pattern, prefix);
  write(home, { ".conda/environments.txt": `${prefix}\n` });
  return { prefix, kind: pattern.kind, version: pattern.version };
}

const AREAS = ["code", "work/clients/a", "src/github.com/org", "lab"];

/** Kinds whose environments say which project they are of. */
const OWNED = new Set(
  "venv virtualenv uv rye poetry pipenv virtualenvwrapper hatch pdm tox nox pixi".split(" "),
);

/** The first eight letters of a digest of a path, as the tools put it into names. */
const eight = (text, algorithm = "sha256") =>
  createHash(algorithm).update(text).digest("base64url").slice(0, 8);
const minorOf = (version) => version.split(".").slice(0, 2).join(".");

const PLACES = {
  venv: ({ root }) => join(root, ".venv"),
  virtualenv: ({ root }) => join(root, "env"),
  uv: ({ root }) => join(root, ".venv"),
  rye: ({ root }) => join(root, ".venv"),
  tox: ({ root }) => join(root, ".tox/py3"),
  nox: ({ root }) => join(root, ".nox/tests"),
  pixi: ({ root }) => join(root, ".pixi/envs/default"),
  poetry: ({ home, root, version }) =>
    join(home, `.cache/pypoetry/virtualenvs/${basename(root)}-${eight(root)}-py${minorOf(version)}`),
  pipenv: ({ home, root }) =>
    join(home, `.local/share/virtualenvs/${basename(root)}-${eight(`${root}/Pipfile`)}`),
  hatch: ({ home, root }) =>
    join(home, `.local/share/hatch/env/virtual/${basename(root)}/${eight(root)}/${basename(root)}`),
  pdm: ({ home, root, version }) =>
    join(home, `.local/share/pdm/venvs/${basename(root)}-${eight(root, "md5")}-${minorOf(version)}`),
  virtualenvwrapper: ({ home, index }) => join(home, `.virtualenvs/w${index}`),
  pipx: ({ home, index }) => join(home, `.local/share/pipx/venvs/tool${index}`),
  "uv-tool": ({ home, index }) => join(home, `.local/share/uv/tools/tool${index}`),
  conda: ({ home, index }) => join(home, `miniforge3/envs/geo${index}`),
  "pyenv-virtualenv": ({ home, index, version }) => join(home, `.pyenv/versions/${version}/envs/v${index}`),
};

/** An environment as a list of what is in it: text to be written anew with other paths, links, and files to be linked. */
function patternOf({ prefix, project, kind, version }) {
  const parts = [];
  const visit = (folder, inside) => {
    for (const { name } of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, name);
      const place = join(inside, name);
      const status = lstatSync(path);
      if (status.isSymbolicLink()) parts.push({ place, link: readlinkSync(path) });
      else if (status.isDirectory()) {
        // Modules are of no interest to who looks for environments; that they are installed is.
        if (inside.endsWith("site-packages") && !name.endsWith(".dist-info")) continue;
        if (name === "__pycache__" || name === "envs") continue;
        parts.push({ place, folder: true });
        visit(path, place);
      } else if (status.size > COPIED) parts.push({ place, file: path });
      else parts.push({ place, bytes: readFileSync(path), mode: status.mode & 0o777 });
    }
  };
  visit(prefix, "");
  return { prefix, project, kind, version, parts };
}

function copyPattern({ prefix: was, project, parts }, prefix, root) {
  mkdirSync(prefix, { recursive: true });
  for (const { place, link, folder, file, bytes, mode } of parts) {
    const path = join(prefix, place);
    if (folder) mkdirSync(path, { recursive: true });
    else if (link !== undefined) symlinkSync(link.replace(was, prefix), path);
    else if (file !== undefined) linkSync(file, path);
    else writeFileSync(path, moved(bytes, was, prefix, project, root), { mode });
  }
}

function moved(bytes, was, prefix, project, root) {
  if (!bytes.includes(was) && !(project && bytes.includes(project))) return bytes;
  const text = bytes.toString("utf8").replaceAll(was, prefix);
  return project ? text.replaceAll(project, root) : text;
}

/** A project of some folders; every fifth has what a front end needs besides. */
function makeProject(root, index, kind) {
  const files = {
    "pyproject.toml": `[project]\nname = "${basename(root)}"\nversion = "1.0"\n`,
    "README.md": "",
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/objects/00/x": "",
  };
  if (kind === "pipenv") files.Pipfile = "[packages]\n";
  for (const part of ["core", "core/io", "web", "web/api", "cli"]) files[`src/app/${part}/__init__.py`] = "";
  for (const part of ["tests/unit", "tests/integration", "docs/guide", "docs/reference"])
    files[`${part}/a.txt`] = "";
  if (index % 5 === 0)
    for (let number = 0; number < 20; number += 1) files[`node_modules/m${number}/lib/index.js`] = "";
  write(root, files);
}

/** The folder of the project with this number: each environment has one, wherever it lies itself. */
export function projectAt(home, index) {
  return join(home, AREAS[index % AREAS.length], `p${index}`);
}
