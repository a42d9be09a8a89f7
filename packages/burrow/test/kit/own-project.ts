/** A build backend (PEP 660) that needs nothing: it says what the project's pyproject.toml says, and leaves a letter in `builds` for each build. */
const BACKEND = `
import ast, base64, hashlib, pathlib, re, zipfile
ROOT = pathlib.Path(__file__).parent

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    with open(ROOT / "builds", "a") as builds:
        builds.write("b")
    text = (ROOT / "pyproject.toml").read_text()
    said = {key: ast.literal_eval(value) for key, value in re.findall(r"^(name|version|dependencies) = (.*)$", text, re.M)}
    stem = f"{said['name']}-{said['version']}"
    info = f"{stem}.dist-info"
    requires = "".join(f"Requires-Dist: {line}\\n" for line in said["dependencies"])
    files = {
        f"{said['name']}.pth": f"{ROOT}\\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: {said['name']}\\nVersion: {said['version']}\\n{requires}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: kit\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    digest = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    record = "".join(f"{path},sha256={digest(text)},{len(text)}\\n" for path, text in files.items())
    files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\\n"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, f"{stem}-py3-none-any.whl"), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return f"{stem}-py3-none-any.whl"
`;

/** The pyproject.toml of a project that installs itself by the backend that it brings along. */
export function ownPyproject(name: string, dependencies: readonly string[], rest = ""): string {
  return `[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "${name}"
version = "1.0"
dependencies = ${JSON.stringify(dependencies)}
${rest}`;
}

/** The files of such a project. */
export function ownProject(
  name: string,
  dependencies: readonly string[],
  rest = "",
): Readonly<Record<string, string>> {
  return { "pyproject.toml": ownPyproject(name, dependencies, rest), "backend.py": BACKEND };
}
