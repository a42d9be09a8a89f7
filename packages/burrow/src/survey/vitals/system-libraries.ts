import type { Machine } from "../../machine/machine.ts";
import { absolute, isAbsolute, join, parent, type AbsolutePath } from "../../model/path.ts";

/** Where the linkers of glibc and musl look when nothing is configured, with the folders of multiarch systems below. */
const USUAL = ["/lib", "/usr/lib", "/lib64", "/usr/lib64", "/lib32", "/usr/lib32", "/usr/local/lib"];

/** The names of all libraries in the folders that the system's linker searches (`ld.so.conf`, its includes, and the usual ones). */
export function systemLibraries(machine: Machine): ReadonlySet<string> {
  const multiarch = ["/lib", "/usr/lib"].flatMap((folder) =>
    machine
      .names(absolute(folder))
      .filter((name) => /-linux-(?:gnu|musl)/u.test(name))
      .map((name) => `${folder}/${name}`),
  );
  const musl = machine
    .names(absolute("/etc"))
    .filter((name) => /^ld-musl-.*\.path$/u.test(name))
    .flatMap((name) => (machine.readText(join(absolute("/etc"), name)) ?? "").split(/[:\n]/u));
  const configured = configuredFolders(machine, absolute("/etc/ld.so.conf"), 0);
  const names = new Set<string>();
  for (const folder of new Set([...USUAL, ...multiarch, ...musl, ...configured]))
    if (isAbsolute(folder)) for (const name of machine.names(absolute(folder))) names.add(name);
  return names;
}

/** The folders that an `ld.so.conf` lists, its `include` patterns followed. */
function configuredFolders(machine: Machine, file: AbsolutePath, depth: number): readonly string[] {
  if (depth > 8) return [];
  const lines = (machine.readText(file) ?? "").split("\n").map((line) => line.replace(/#.*/u, "").trim());
  return lines.flatMap((line) => {
    const pattern = /^include\s+(\S+)$/u.exec(line)?.[1];
    if (pattern === undefined) return isAbsolute(line) ? [line] : [];
    const at = isAbsolute(pattern) ? absolute(pattern) : join(parent(file), pattern);
    const name = at.slice(parent(at).length + 1);
    const isMatch = new RegExp(`^${name.split("*").map(escaped).join(".*")}$`, "u");
    return machine
      .names(parent(at))
      .filter((one) => isMatch.test(one))
      .flatMap((one) => configuredFolders(machine, join(parent(at), one), depth + 1));
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}
