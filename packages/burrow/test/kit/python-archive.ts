import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { create } from "tar";
import { onPath } from "./tools.ts";

/** An archive of a real Python in the layout of python-build-standalone, on this disk. */
export interface RepackedPython {
  readonly file: string;
  readonly sha256: string;
  readonly version: string;
  /** Such as `bin/python3.12`. */
  readonly executable: string;
  readonly remove: () => void;
}

/** Parts of the standard library that no test here asks for. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "__pycache__",
  "asyncio",
  "idlelib",
  "lib2to3",
  "pydoc_data",
  "site-packages",
  "test",
  "tests",
  "tkinter",
  "turtledemo",
  "unittest",
  "xmlrpc",
]);

/** Packs a CPython of this machine without what is large and not needed, so that it runs from wherever it is unpacked. */
export async function repack(executable: string, minor: string): Promise<RepackedPython> {
  const [prefix = "", version = ""] = execFileSync(
    executable,
    ["-I", "-c", "import platform, sys; print(sys.base_prefix); print(platform.python_version())"],
    { encoding: "utf8" },
  ).split("\n");
  const folder = mkdtempSync(join(tmpdir(), "burrow-repack-"));
  const root = join(folder, "python");
  const program = `python${minor}`;
  mkdirSync(join(root, "bin"), { recursive: true });
  const standard = join("lib", program);
  cpSync(join(prefix, standard), join(root, standard), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !LEFT_OUT.has(basename(path)) && !/^(?:config-|_test|_codecs_)/u.test(basename(path)),
  });
  relocated(join(prefix, "bin", program), join(root, "bin", program), prefix);
  const shared = join("lib", `libpython${minor}.so.1.0`);
  if (existsSync(join(prefix, shared))) {
    copyFileSync(join(prefix, shared), join(root, shared));
    const strip = onPath("strip"); // what debuggers read is four fifths of it
    if (strip !== undefined) execFileSync(strip, ["--strip-debug", join(root, shared)]);
  }
  const file = join(folder, "python.tar.gz");
  await create({ file, cwd: folder, gzip: { level: 1 }, portable: true }, ["python"]);
  return {
    file,
    sha256: createHash("sha256").update(readFileSync(file)).digest("hex"),
    version,
    executable: `bin/${program}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Copies a program; where it looks for its shared library in its prefix, it looks beside itself instead. */
function relocated(from: string, to: string, prefix: string): void {
  const bytes = readFileSync(from);
  const looked = Buffer.from(`\u0000${join(prefix, "lib")}\u0000`);
  const at = bytes.indexOf(looked);
  const beside = "$ORIGIN/../lib";
  if (at !== -1 && beside.length <= looked.length - 2)
    bytes.fill(0, at + 1, at + looked.length).write(beside, at + 1);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, bytes, { mode: 0o755 });
}
