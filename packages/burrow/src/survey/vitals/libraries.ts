import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { absolute, baseName, isAbsolute, join, parent, type AbsolutePath } from "../../model/path.ts";
import { reason } from "../../model/reason.ts";
import type { Looked, Unloadable } from "../../model/vitals.ts";
import { type ElfFile, parseElf } from "../../standards/elf.ts";
import { child } from "../child.ts";
import { ownersOf } from "./owners.ts";
import { systemLibraries } from "./system-libraries.ts";

/** Bytes up to which a library is read; larger ones are counted by their name alone. */
const LARGEST = 64 * 1024 ** 2;

const LIBRARY = /\.so(?:\.\d+)*$/u;

/** All libraries of an environment and what they need: looked up as the dynamic linker does, but that a name which any library of the environment bears counts as there (packages load those beforehand). */
export function librariesOf(
  machine: Machine,
  environment: Environment,
): Looked<{ readonly looked: number; readonly unloadable: readonly Unloadable[] }> {
  const { layers, realPrefix, platform, executable } = environment;
  if (platform.os !== "linux") return { skipped: reason("elf-only", {}) };
  const own = layers.filter(({ inherited }) => !inherited).map(({ sitePackages }) => sitePackages);
  const roots = [...new Set([...own.map((path) => machine.realPath(path) ?? path), join(realPrefix, "lib")])];
  const files = librariesBelow(machine, roots);
  const python = executable && machine.realPath(executable);
  const base = environment.base?.prefix;
  const names = new Set(files.map(baseName));
  const folders = [
    ...pathList(machine.env["LD_LIBRARY_PATH"]),
    ...(python === undefined ? [] : [join(parent(python), "..", "lib")]),
    ...(base === undefined ? [] : [join(base, "lib")]),
  ];
  const system = systemLibraries(machine);
  const owners = ownersOf(machine, environment);
  const isThere = (name: string, file: AbsolutePath, { rpath, runpath }: ElfFile): boolean =>
    name.includes("/")
      ? machine.target(join(parent(file), name)) !== undefined
      : names.has(name) ||
        system.has(name) ||
        [...originated([...rpath, ...runpath], file), ...folders].some(
          (folder) => machine.target(child(folder, name)) !== undefined,
        );
  const unloadable: Unloadable[] = [];
  for (const path of [...files, ...(python === undefined ? [] : [python])]) {
    const bytes = machine.readBytes(path, LARGEST);
    const elf = bytes && parseElf(bytes);
    if (elf === undefined) continue;
    const foreign = elf.processor !== platform.arch && elf.processor !== sameAs(platform.arch);
    const missing = foreign ? [] : elf.needed.filter((name) => !isThere(name, path, elf));
    if (!foreign && missing.length === 0) continue;
    unloadable.push({
      path,
      missing,
      ...(foreign && { processor: elf.processor }),
      owners: owners(path),
    });
  }
  return { value: { looked: files.length, unloadable } };
}

function sameAs(arch: string): string {
  return arch === "amd64" ? "x86_64" : arch === "arm64" ? "aarch64" : arch;
}

/** Every library below the folders, links left out: what they lead to is looked at where it lies. */
function librariesBelow(machine: Machine, roots: readonly AbsolutePath[]): readonly AbsolutePath[] {
  const files: AbsolutePath[] = [];
  const pending = [...roots];
  const seen = new Set<AbsolutePath>();
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    for (const { name, kind } of machine.list(folder)) {
      if (kind === "folder" && name !== "__pycache__") pending.push(child(folder, name));
      else if (kind !== "folder" && LIBRARY.test(name)) files.push(child(folder, name));
    }
  }
  return files.toSorted();
}

function originated(paths: readonly string[], file: AbsolutePath): readonly AbsolutePath[] {
  return paths.flatMap((path) => {
    const there = path.replaceAll(/\$ORIGIN|\$\{ORIGIN\}/gu, parent(file));
    return isAbsolute(there) ? [absolute(there)] : [];
  });
}

function pathList(text: string | undefined): readonly AbsolutePath[] {
  return (text ?? "").split(":").flatMap((path) => (isAbsolute(path) ? [absolute(path)] : []));
}
