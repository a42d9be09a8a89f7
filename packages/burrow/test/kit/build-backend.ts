/** A build backend (PEP 517, PEP 660) that needs nothing and leaves a trace. */
export const BACKEND = `
import os, zipfile, hashlib, base64
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    open("was-built", "w").close()
    name = "own-0.1-py3-none-any.whl"
    files = {
        "own.pth": os.getcwd() + "\\n",
        "own-0.1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: own\\nVersion: 0.1\\n",
        "own-0.1.dist-info/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(text)}\\n"
    files["own-0.1.dist-info/RECORD"] = record + "own-0.1.dist-info/RECORD,,\\n"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return name
def get_requires_for_build_editable(config_settings=None):
    return []
build_wheel = build_editable
get_requires_for_build_wheel = get_requires_for_build_editable
`;
