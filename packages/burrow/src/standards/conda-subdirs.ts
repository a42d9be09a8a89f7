/** The folders of a channel, each for one platform. */
const SUBDIRS: ReadonlySet<string> = new Set([
  "noarch",
  "linux-32",
  "linux-64",
  "linux-aarch64",
  "linux-armv6l",
  "linux-armv7l",
  "linux-ppc64",
  "linux-ppc64le",
  "linux-riscv32",
  "linux-riscv64",
  "linux-s390x",
  "osx-64",
  "osx-arm64",
  "win-32",
  "win-64",
  "win-arm64",
  "emscripten-wasm32",
  "wasi-wasm32",
  "zos-z",
]);

/** Whether the text names a platform as conda does (`linux-64`, `noarch`). */
export function isSubdir(text: string): boolean {
  return SUBDIRS.has(text);
}
