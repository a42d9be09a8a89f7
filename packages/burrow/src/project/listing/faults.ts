import { type AbsolutePath, isAbsolute, isInside, join } from "../../model/path.ts";
import { fileUrlPath } from "../../standards/file-url.ts";
import { isValidName, normalizeName } from "../../standards/name.ts";
import { printable } from "../../standards/printable.ts";
import { parseVersion } from "../../standards/version.ts";
import { parseWheelName } from "../../standards/wheel-name.ts";
import { masked } from "../credentials.ts";

/** Distributions that one file may list: as many as one snapshot may hold. */
export const MOST = 10_000;

/** Digits (hexadecimal) of each kind of hash that lists are written with. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ["md5", 32],
  ["sha1", 40],
  ["sha224", 56],
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

/** A text as a message may show it. */
export function shown(text: string): string {
  return `\`${printable(masked(text))}\``;
}

/** What is wrong with the name of a project (core metadata); undefined when nothing is. */
export function nameFault(name: string): string | undefined {
  if (!isValidName(name)) return `${shown(name)} is not the name of a project`;
  return name.length > 128 ? `the name ${shown(name)} is longer than 128 letters` : undefined;
}

/** What is wrong with a version (PEP 440). */
export function versionFault(version: string): string | undefined {
  return version.length <= 128 && /^[A-Za-z0-9]/u.test(version) && parseVersion(version).ok
    ? undefined
    : `${shown(version)} is not a version`;
}

/** What is wrong with the hashes of a file. One has to be a SHA-256: it alone is compared by all engines. */
export function hashFault(
  hashes: readonly (readonly [algorithm: string, digits: string])[],
): string | undefined {
  for (const [algorithm, digits] of hashes) {
    const length = DIGITS.get(algorithm);
    if (length === undefined) return `${shown(algorithm)} is no hash that is known`;
    if (digits.length !== length || !/^[0-9a-f]+$/iu.test(digits))
      return `${shown(digits)} is not a ${algorithm} of ${length} hexadecimal digits`;
  }
  return hashes.some(([algorithm]) => algorithm === "sha256") ? undefined : "it has no SHA-256";
}

/** What is wrong with an address: only what is fetched by a known way, and of local ones only what lies in the folder of the list. */
export function addressFault(url: string, folder: AbsolutePath): string | undefined {
  if (/[\s\p{Cc}]/u.test(url) || url.length > 4096) return `${shown(url)} is not an address`;
  if (/^https?:\/\/[^/]/iu.test(url)) return undefined;
  if (!/^file:/iu.test(url)) return `${shown(url)} has a scheme that nothing is fetched by`;
  const path = fileUrlPath(url);
  return path !== undefined && isInside(path, folder) ? undefined : leaves(url);
}

/** What is wrong with a relative path of a list: it has to stay in the folder. */
export function pathFault(path: string, folder: AbsolutePath): string | undefined {
  if (path === "" || path.length > 4096 || /\p{Cc}/u.test(path)) return `${shown(path)} is not a path`;
  return isAbsolute(path) || path.startsWith("\\") || !isInside(join(folder, ...path.split(/[\\/]/u)), folder)
    ? leaves(path)
    : undefined;
}

/** What is wrong with a file that is said to be of a version: its own name says another one. */
export function filenameFault(filename: string, name: string, version: string): string | undefined {
  if (filename === "" || /[\\/\p{Cc}]/u.test(filename)) return `${shown(filename)} is not the name of a file`;
  const other = `${shown(filename)} is not a file of ${shown(`${name} ${version}`)}`;
  if (!filename.endsWith(".whl")) {
    const stem = /^(.+)-[^-]+\.(?:tar\.(?:gz|bz2|xz)|tgz|zip)$/u.exec(filename)?.[1];
    return stem !== undefined && normalizeName(stem) === name ? undefined : other;
  }
  const wheel = parseWheelName(filename);
  if (!wheel.ok) return wheel.problem.message;
  const said = parseVersion(version);
  return wheel.value.name === name && said.ok && String(wheel.value.version) === String(said.value)
    ? undefined
    : other;
}

/** The last part of an address or a path, as a name. */
export function filenameOf(place: string): string {
  const last = place.split(/[?#]/u)[0]?.split(/[\\/]/u).at(-1) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function leaves(text: string): string {
  return `${shown(text)} leads out of the folder of the list`;
}
