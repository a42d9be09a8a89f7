// Where the fire burns: wheels of real distributions, kept between runs, and a folder in memory for each worker, where nothing else has to be synced.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const CACHE = join(ROOT, "node_modules/.cache/burrow-e2e");
export const PROGRAM = process.env.BURROW_PROGRAM ?? join(ROOT, "packages/burrow/dist/main.js");
export const UV = join(CACHE, "uv-0.13.8/uv");
export const PIP = join(CACHE, "fetched-pip-26.3/wheel/pip");

/** What environments hold before a change and after it: real distributions, one of them with hundreds of files, two compiled. `modules` have to be importable, each with the distribution that it is of. */
export const MANY = {
  before: [
    "certifi==2023.7.22",
    "charset-normalizer==3.1.0",
    "click==8.1.3",
    "idna==3.4",
    "jinja2==3.1.2",
    "markupsafe==2.1.3",
    "pygments==2.15.1",
    "requests==2.28.2",
    "urllib3==1.26.18",
  ],
  after: [
    "blinker==1.8.2",
    "certifi==2024.8.30",
    "charset-normalizer==3.4.0",
    "click==8.1.7",
    "idna==3.10",
    "jinja2==3.1.4",
    "markupsafe==2.1.5",
    "pygments==2.18.0",
    "requests==2.32.3",
    "urllib3==2.2.3",
  ],
  modules: [
    "requests@requests",
    "pygments.lexers@pygments",
    "jinja2@jinja2",
    "click@click",
    "markupsafe._speedups@markupsafe",
  ],
};

/** A few of them, where it is the steps that count and not the files. */
export const FEW = {
  before: ["idna==3.4", "markupsafe==2.1.3"],
  after: ["blinker==1.8.2", "idna==3.10", "markupsafe==2.1.5"],
  modules: ["idna@idna", "markupsafe._speedups@markupsafe"],
};

/** Distributions of no compiled code, for a Python that every user may start. */
export const PURE = {
  before: ["certifi==2023.7.22", "idna==3.4"],
  after: ["blinker==1.8.2", "certifi==2024.8.30", "idna==3.10"],
  modules: ["idna@idna", "certifi@certifi"],
  python: "/usr/bin/python3",
};

/** A CPython of pyenv's or PATH that stands by itself. */
function findPython() {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  for (const minor of ["3.12", "3.13", "3.11", "3.10"]) {
    const own = (existsSync(versions) ? readdirSync(versions) : [])
      .filter((version) => version.startsWith(`${minor}.`))
      .map((version) => join(versions, version, "bin", `python${minor}`));
    const found = [...own, `/usr/local/bin/python${minor}`, `/usr/bin/python${minor}`].find((path) =>
      existsSync(path),
    );
    if (found !== undefined) return found;
  }
  throw new Error("a Python from 3.10 to 3.13 is needed");
}

export const PYTHON = findPython();

/** The folder of wheels, fetched at the first need. */
export function wheelhouse() {
  const folder = join(CACHE, "fire-wheels");
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const scratch = mkdtempSync(join(CACHE, "wheels-"));
  const download = [
    "-m",
    "pip",
    "download",
    "--quiet",
    "--no-deps",
    "--only-binary",
    ":all:",
    "--dest",
    scratch,
  ];
  for (const pins of [MANY.before, MANY.after])
    execFileSync(PYTHON, [...download, ...pins], { stdio: "inherit" });
  renameSync(scratch, folder);
  return folder;
}

/** A folder that lives in memory where the system has such a place; gone with `remove`. */
export function burningPlace(base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir()) {
  const folder = mkdtempSync(join(base, "burrow-fire-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The variables of every run: nothing of the person's, nothing from the network. */
export function variables(folder) {
  const wheels = wheelhouse();
  return {
    PATH: [dirname(UV), dirname(PYTHON), dirname(process.execPath), "/usr/bin", "/bin"].join(":"),
    HOME: join(folder, "home"),
    BURROW_HOME: join(folder, "home/burrow"),
    UV_CACHE_DIR: join(folder, "uv-cache"),
    UV_OFFLINE: "1",
    UV_NO_INDEX: "1",
    UV_FIND_LINKS: wheels,
    PIP_NO_INDEX: "1",
    PIP_FIND_LINKS: wheels,
    PIP_NO_CACHE_DIR: "1",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    LANG: "C.UTF-8",
  };
}
