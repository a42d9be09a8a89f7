import type { Machine } from "../../machine/machine.ts";
import { absolute, isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import type { HostVitals, PathSlot } from "../../model/vitals.ts";
import { child } from "../child.ts";

/** Programs whose winner on PATH decides which Python a person gets. */
const COMMANDS = ["python", "python3", "pip"] as const;

/** Variables that Python and pip obey wherever they run. */
const OBEYED = ["PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONUSERBASE", "CONDA_NO_LOCK"] as const;

/** Variables that name a file of certificates. */
const CERTIFICATES = ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "PIP_CERT"] as const;

/** Looks at what concerns every environment of this user, from a project's folder. */
export function hostOf(machine: Machine, root: AbsolutePath): HostVitals {
  const { env, home } = machine;
  const active = [env["VIRTUAL_ENV"], env["CONDA_PREFIX"]].find(
    (path): path is string => path !== undefined && isAbsolute(path),
  );
  const shimVersion = versionSet(machine, root);
  const pinned = pinOf(machine, root);
  return {
    home,
    ...(active !== undefined && { active: absolute(active) }),
    commands: Object.fromEntries(COMMANDS.map((name) => [name, slotsOf(machine, name)])),
    ...(shimVersion !== undefined && { shimVersion }),
    ...(pinned && { pinned }),
    variables: Object.fromEntries(
      OBEYED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
    ),
    gone: CERTIFICATES.flatMap((name) => {
      const path = env[name];
      if (path === undefined || !isAbsolute(path) || machine.target(absolute(path)) !== undefined) return [];
      return [{ name, path: absolute(path) }];
    }),
    unguarded: unguardedBy(machine),
  };
}

/** All programs of a name on PATH, in order. */
function slotsOf(machine: Machine, name: string): readonly PathSlot[] {
  const windows = machine.platform.os === "windows";
  const folders = (machine.env["PATH"] ?? "").split(windows ? ";" : ":").filter((path) => isAbsolute(path));
  return [...new Set(folders)].flatMap((folder): readonly PathSlot[] => {
    const path = child(absolute(folder), windows ? `${name}.exe` : name);
    if (machine.status(path) === undefined) return [];
    const target = machine.target(path);
    if (target === undefined) return [{ path, kind: "broken" }];
    if (target.kind !== "file" || (!windows && (target.mode & 0o111) === 0)) return [];
    return [
      { path, kind: /[\\/](?:\.pyenv|pyenv|\.asdf|mise)[\\/].*shims[\\/]/u.test(path) ? "shim" : "program" },
    ];
  });
}

/** The version that a shim of pyenv or asdf takes here: a variable, a file in this folder or above, the global one. */
function versionSet(machine: Machine, root: AbsolutePath): string | undefined {
  const said = machine.env["PYENV_VERSION"] ?? machine.env["ASDF_PYTHON_VERSION"];
  if (said) return said;
  for (let folder = root; ; folder = join(folder, "..")) {
    for (const name of [".python-version", ".tool-versions"]) {
      const text = machine.readText(child(folder, name), 65_536)?.trim();
      if (text) return text;
    }
    if (join(folder, "..") === folder) break;
  }
  const pyenv = machine.env["PYENV_ROOT"] ?? join(machine.home, ".pyenv");
  const global = isAbsolute(pyenv)
    ? machine.readText(join(absolute(pyenv), "version"), 4096)?.trim()
    : undefined;
  return global || machine.readText(join(machine.home, ".tool-versions"), 65_536)?.trim() || undefined;
}

function pinOf(machine: Machine, root: AbsolutePath): HostVitals["pinned"] {
  const file = join(root, ".python-version");
  const text = machine
    .readText(file, 65_536)
    ?.split(/\r?\n/u)
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#"));
  return text === undefined ? undefined : { text, file };
}

/** Settings of pip that take the guard of PEP 668 away. */
function unguardedBy(machine: Machine): HostVitals["unguarded"] {
  const said = machine.env["PIP_BREAK_SYSTEM_PACKAGES"];
  const byVariable =
    said && !/^(?:0|no|false|off)$/iu.test(said)
      ? [{ text: `PIP_BREAK_SYSTEM_PACKAGES is set to ${said}` }]
      : [];
  const config = machine.env["XDG_CONFIG_HOME"];
  const files = [
    join(
      config !== undefined && isAbsolute(config) ? absolute(config) : join(machine.home, ".config"),
      "pip",
      "pip.conf",
    ),
    join(machine.home, ".pip", "pip.conf"),
    join(machine.home, "Library", "Application Support", "pip", "pip.conf"),
    absolute("/etc/pip.conf"),
  ];
  const byFile = files.flatMap((file) => {
    const text = machine.readText(file, 1_048_576) ?? "";
    return /^\s*break-system-packages\s*[=:]\s*(?:1|yes|true|on)\s*$/imu.test(text)
      ? [{ file, text: `${file} says break-system-packages` }]
      : [];
  });
  return [...byVariable, ...byFile];
}
