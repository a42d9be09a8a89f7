/** What a program begins with: `#!`, ELF, Mach-O (64 and 32 bits, either byte order, and of several processors). */
const BEGINNINGS = ["2321", "7f454c46", "cffaedfe", "cefaedfe", "feedfacf", "feedface", "cafebabe"];

/**
 * Whether a file in an environment's folder of programs is one by its first bytes, so that it has to be executable. Neither RECORD nor conda's records hold permissions; the
 * wheel format has installers give it to what a wheel brings as scripts (PEP 427), and conda's archives hold it.
 */
export function isProgram(bytes: Uint8Array): boolean {
  const hex = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return BEGINNINGS.some((beginning) => hex.startsWith(beginning));
}

/** Files that lie among the programs to be read by a shell and not executed. */
export function isSourced(name: string): boolean {
  return /^(?:activate|deactivate|Activate)|^(?:pre|post)(?:de)?activate$/u.test(name);
}
