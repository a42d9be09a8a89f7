import type { Machine } from "../../machine/machine.ts";
import { absolute, isInside, join, parent, type AbsolutePath } from "../../model/path.ts";

/** A folder below which people keep projects, and how many levels below it are looked at. */
export interface Root {
  readonly path: AbsolutePath;
  readonly depth: number;
}

/** Levels below a folder that a person named, or where people work. */
export const DEEP = 10;

/** Levels below where somebody just is: that may be a folder of the system. */
const NEAR = 4;

/** The folders that are looked into without being told: the home folder, where somebody is, and where containers and servers keep theirs. */
export function rootsOf(machine: Machine, cwd: AbsolutePath | undefined): readonly Root[] {
  const { home, platform } = machine;
  const here =
    cwd === undefined || parent(cwd) === cwd ? [] : [{ path: cwd, depth: isInside(cwd, home) ? DEEP : NEAR }];
  return [{ path: home, depth: DEEP }, ...here, ...(platform.os === "windows" ? [] : SHARED)];
}

/** `/opt` and `/srv` of the file hierarchy standard, and the folders of usual container images and remote editors (`WORKDIR` of the language images, devcontainers). */
const SHARED: readonly Root[] = [
  ...["/opt", "/srv", "/app", "/code", "/workspace", "/usr/src/app", "/venv", "/.venv", "/env"].map(
    (path) => ({
      path: absolute(path),
      depth: 3,
    }),
  ),
  { path: absolute("/workspaces"), depth: 5 },
];

/** Folders that hold no environment and often very much else, wherever they are. */
const SKIPPED: ReadonlySet<string> = new Set([
  "node_modules",
  "bower_components",
  "__pycache__",
  "site-packages",
  "dist-packages",
  ".git",
  ".hg",
  ".svn",
  ".cache",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".npm",
  ".yarn",
  ".pnpm-store",
  ".cargo",
  ".rustup",
  ".gradle",
  ".m2",
  ".nuget",
  ".terraform",
  ".vscode-server",
  ".Trash",
  "Trash",
  "$Recycle.Bin",
  "Steam",
  "flatpak",
]);

/** Whether a folder of this name is never looked into. */
export function isSkipped(name: string): boolean {
  return SKIPPED.has(name);
}

/** The folders of systems below home that are another program's business; what is of interest there has a locator of its own. */
const SYSTEMS: Readonly<Record<string, readonly string[]>> = {
  macos: ["Library"],
  windows: ["AppData"],
  linux: ["snap"],
};

/** Folders below which nothing is looked for, beside those of a name that is never looked into. */
export function skippedBelow(machine: Machine): readonly AbsolutePath[] {
  const { home, platform } = machine;
  const system = (SYSTEMS[platform.os] ?? []).map((name) => join(home, name));
  return [...system, join(home, "go", "pkg"), ...remoteMounts(machine)];
}

const REMOTE = /^(?:nfs\d?|cifs|smb\w*|9p|afs|ceph|fuse\..*|autofs|proc|sysfs|devtmpfs)$/u;

/** File systems that answer over a network, or never: they are looked into only when a person names them. */
function remoteMounts(machine: Machine): readonly AbsolutePath[] {
  if (machine.platform.os !== "linux") return [];
  const mounts = (machine.readText(absolute("/proc/self/mounts"), 1_048_576) ?? "").split("\n");
  return mounts.flatMap((line) => {
    const [, place = "", type = ""] = line.split(" ");
    return place.startsWith("/") && REMOTE.test(type) ? absolute(plain(place)) : [];
  });
}

/** Spaces and the like are written in octal digits there (fstab(5)). */
function plain(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/gu, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
