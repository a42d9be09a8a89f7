import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import type { IndexFile } from "./index-server.ts";

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** The built program; `BURROW_PROGRAM` names another to test instead. */
export const PROGRAM = process.env["BURROW_PROGRAM"] ?? join(ROOT, "packages/burrow/dist/main.js");

/** What the end-to-end tests keep between runs: uv itself and its cache. */
export const CACHE = join(ROOT, "node_modules/.cache/burrow-e2e");

/** The uv that tests build their environments with, and that burrow finds on their PATH. */
export const UV_VERSION = "0.13.8";
export const UV_FOLDER = join(CACHE, `uv-${UV_VERSION}`);
export const UV = join(UV_FOLDER, "uv");

/** The engines that burrow promises the same with. */
export const ENGINES = ["uv", "pip"] as const;
export type EngineName = (typeof ENGINES)[number];

/** The pips that burrow runs as programs, unpacked: what it would fetch at its first need of pip. */
export const PIP_VERSIONS = ["26.3", "25.0.1"];
export const pipFetched = (version: string) => join(CACHE, `fetched-pip-${version}`);
export const pipFolder = (version: string) => join(pipFetched(version), "wheel");

/** The same as an index offers it. */
export function pipWheel(version: string): IndexFile {
  const filename = `pip-${version}-py3-none-any.whl`;
  return { filename, project: "pip", bytes: readFileSync(join(pipFetched(version), filename)) };
}

/** The first program of that name on PATH, as an absolute path. */
export function onPath(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** A CPython of that minor version (`3.9`) that stands by itself, from pyenv's folder or PATH. */
export function findPython(minor: string): string | undefined {
  const versions = join(process.env["PYENV_ROOT"] ?? join(homedir(), ".pyenv"), "versions");
  const installed = existsSync(versions) ? readdirSync(versions) : [];
  const own = installed
    .filter((version) => version.startsWith(`${minor}.`))
    .map((version) => join(versions, version, "bin", `python${minor}`))
    .find((path) => existsSync(path));
  return own ?? onPath(`python${minor}`);
}

/** The same where the test cannot do without; call `needs` first. */
export function python(minor: string): string {
  const found = findPython(minor);
  if (found === undefined) throw new Error(`python${minor} is needed`);
  return found;
}

/** Some CPython that stands by itself, for tests that do not care which. */
export function somePython(): string {
  const found = ["3.12", "3.13", "3.11", "3.10"].map((minor) => findPython(minor)).find(Boolean);
  if (found === undefined) throw new Error("a Python from 3.10 to 3.13 is needed");
  return found;
}

/** A tool by name, a device by its path, `python3.9`, `root` for the rights to mount and to become another user, or `debian-python`, which its owner manages (PEP 668). */
export type Tool =
  | "strace"
  | "git"
  | "root"
  | "debian-python"
  | `python3.${number}`
  | "setpriv"
  | "mkfs.ext4"
  | "zsh"
  | "fish"
  | "/dev/loop-control"
  | "/dev/full";

/** Ends a test that lacks a tool: with a failure in CI, elsewhere with a skip that names the tool. */
export function needs(context: TestContext, ...tools: readonly Tool[]): void {
  const missing = tools.filter((tool) => !has(tool));
  if (missing.length === 0) return;
  const note = `needs ${missing.join(", ")}`;
  if (process.env["CI"]) throw new Error(note);
  process.stderr.write(`skipped: ${context.task.name}: ${note}\n`);
  context.skip(note);
}

function has(tool: Tool): boolean {
  if (tool === "root") return process.getuid?.() === 0 && onPath("mount") !== undefined;
  if (tool === "debian-python") return debianPython() !== undefined;
  if (tool.startsWith("/")) return existsSync(tool);
  if (tool.startsWith("python")) return findPython(tool.slice("python".length)) !== undefined;
  return onPath(tool) !== undefined;
}

/** Debian's own Python, as its folder of libraries tells: `/usr/bin/python3.11`. */
export function debianPython(): string | undefined {
  const libraries = existsSync("/usr/lib/python3/dist-packages") ? readdirSync("/usr/lib") : [];
  return libraries
    .filter((name) => existsSync(join("/usr/lib", name, "EXTERNALLY-MANAGED")))
    .map((name) => join("/usr/bin", name))
    .find((path) => existsSync(path));
}
