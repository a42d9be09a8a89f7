import type { OperatingSystem } from "../../model/platform.ts";
import type { ListedArchive } from "./listed-archive.ts";
import { RELEASES, TABLE, TRIPLES } from "./table.ts";

/** The archives that burrow knows: python-build-standalone's releases, below `base` as below their own address (a mirror has the same folders and names). */
export function knownArchives(base: string = RELEASES): readonly ListedArchive[] {
  return TABLE.trim()
    .split("\n")
    .flatMap((row) => archivesOf(row, base.replace(/\/+$/u, "")));
}

function archivesOf(row: string, base: string): readonly ListedArchive[] {
  const [spoken = "", build = "", flavour = "", ...hashes] = row.split(" ");
  const version = spoken.replace(/t$/u, "");
  const freeThreaded = version !== spoken;
  return TRIPLES.flatMap((triple, column) => {
    const sha256 = hashes[column];
    if (sha256 === undefined || sha256 === "-") return [];
    const threads = freeThreaded ? "-freethreaded" : "";
    const name = encodeURIComponent(`cpython-${version}+${build}-${triple}${threads}-${flavour}.tar.gz`);
    const url = `${base}/${build}/${name}`;
    return [{ implementation: "cpython", version, freeThreaded, ...platformOf(triple), url, sha256 }];
  });
}

function platformOf(triple: string): Pick<ListedArchive, "os" | "arch" | "libc"> {
  const [arch = "", , system = "", libc] = triple.split("-");
  const os: OperatingSystem = system === "linux" ? system : system === "darwin" ? "macos" : "windows";
  return { os, arch, libc: os === "linux" && (libc === "gnu" || libc === "musl") ? libc : "none" };
}
