import { join, type AbsolutePath } from "../../model/path.ts";
import type { OperatingSystem, Platform } from "../../model/platform.ts";
import type { PythonOffer } from "../../model/resolve.ts";
import type { ArchiveSource, ListedArchive } from "./listed-archive.ts";

/** Machines under the names that Windows and macOS have for them, in those of Linux. */
const MACHINES: Readonly<Record<string, string>> = { amd64: "x86_64", arm64: "aarch64" };

/** The Pythons that a source has for a platform, each with the folder below `pythons` that it would be. */
export function offersFor(
  platform: Platform,
  pythons: AbsolutePath,
  { archives }: ArchiveSource,
): readonly PythonOffer[] {
  const libc = libcOf(platform);
  const arch = MACHINES[platform.arch] ?? platform.arch;
  return archives
    .filter((archive) => archive.os === platform.os && archive.arch === arch && archive.libc === libc)
    .map((archive) => offerOf(archive, pythons));
}

function offerOf(archive: ListedArchive, pythons: AbsolutePath): PythonOffer {
  const { implementation, version, freeThreaded, url, sha256, bytes } = archive;
  return {
    version,
    implementation,
    freeThreaded,
    folder: join(pythons, folderName(archive)),
    archive: {
      url,
      sha256,
      executable: archive.executable ?? executableOf(archive),
      ...(bytes !== undefined && { bytes }),
    },
  };
}

/** Named as uv names its own, such as `cpython-3.12.11-linux-x86_64-gnu`. */
function folderName({ implementation, version, freeThreaded, os, arch, libc }: ListedArchive): string {
  return [implementation, freeThreaded ? `${version}+freethreaded` : version, os, arch, libc].join("-");
}

/** Where the layout of the platform has it: `bin/python3.12`, `bin/python3.13t`, `python.exe`. */
function executableOf({ implementation, version, freeThreaded, os }: ListedArchive): string {
  const minor = /^\d+\.\d+/u.exec(version)?.[0] ?? "";
  const program = implementation === "cpython" ? "python" : implementation;
  return os === "windows" ? `${program}.exe` : `bin/${program}${minor}${freeThreaded ? "t" : ""}`;
}

/** The C library that an archive has to be made for; one that is unknown has none. */
function libcOf({
  os,
  libc,
}: { readonly os: OperatingSystem } & Platform): ListedArchive["libc"] | undefined {
  if (os !== "linux") return "none";
  return libc === undefined ? undefined : libc.kind === "glibc" ? "gnu" : "musl";
}
