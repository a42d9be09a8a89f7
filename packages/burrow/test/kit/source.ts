import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { IndexFile } from "./index-server.ts";
import { tarGz } from "./tar.ts";

/** A build backend (PEP 517, PEP 660) that needs nothing, and leaves a letter in the home folder for each wheel that it builds. */
const BACKEND = `
import ast, base64, hashlib, pathlib, re, zipfile
ROOT = pathlib.Path(__file__).parent
def build_wheel(folder, config_settings=None, metadata_directory=None, editable=False):
    with open(pathlib.Path.home() / "builds", "a") as builds:
        builds.write("b")
    said = {key: ast.literal_eval(value) for key, value in re.findall(r"^(name|version|dependencies) = (.*)$", (ROOT / "pyproject.toml").read_text(), re.M)}
    if said["version"] == "0":
        raise SystemExit("this source does not build")
    stem = f"{said['name']}-{said['version']}"
    info = f"{stem}.dist-info"
    files = {
        f"{said['name']}.py": f"version = '{said['version']}'\\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: {said['name']}\\nVersion: {said['version']}\\n" + "".join(f"Requires-Dist: {line}\\n" for line in said["dependencies"]),
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: kit\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    if editable:
        files = {f"{said['name']}.pth": f"{ROOT}\\n", **{path: text for path, text in files.items() if "dist-info" in path}}
    digest = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    files[f"{info}/RECORD"] = "".join(f"{path},sha256={digest(text)},{len(text)}\\n" for path, text in files.items()) + f"{info}/RECORD,,\\n"
    with zipfile.ZipFile(pathlib.Path(folder, f"{stem}-py3-none-any.whl"), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return f"{stem}-py3-none-any.whl"
def build_editable(folder, config_settings=None, metadata_directory=None):
    return build_wheel(folder, editable=True)
`;

/** A source that builds: its name, its version (`0` does not build), and what it needs. */
export interface SourceRecipe {
  readonly name: string;
  readonly version: string;
  readonly requires?: readonly string[];
}

/** The files of a source, by path. */
export function sourceFiles({
  name,
  version,
  requires = [],
}: SourceRecipe): Readonly<Record<string, string>> {
  const project = `[project]\nname = "${name}"\nversion = "${version}"\ndependencies = ${JSON.stringify(requires)}\n`;
  const build = `[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n`;
  return { "pyproject.toml": build + project, "backend.py": BACKEND };
}

/** Writes a source into a folder. */
export function writeSource(folder: string, recipe: SourceRecipe): void {
  for (const [path, text] of Object.entries(sourceFiles(recipe))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Writes a source into a git repository on its branch `main`, and gives the commit. */
export function commitSource(folder: string, recipe: SourceRecipe, below = ""): string {
  writeSource(join(folder, below), recipe);
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", folder, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("-c", "user.name=kit", "-c", "user.email=kit@example.invalid", "commit", "--quiet", "--message=one");
  return git("rev-parse", "HEAD");
}

/** A source distribution as an index would have it. */
export function sdist(recipe: SourceRecipe): IndexFile {
  const { name, version } = recipe;
  const stem = `${name}-${version}`;
  const files = {
    ...sourceFiles(recipe),
    "PKG-INFO": `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
  };
  const bytes = tarGz(Object.entries(files).map(([path, content]) => ({ path: `${stem}/${path}`, content })));
  return { filename: `${stem}.tar.gz`, project: name, bytes };
}
