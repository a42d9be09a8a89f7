/** The operating system, in the words of `sys.platform` families. */
export type OperatingSystem = "linux" | "macos" | "windows";

/** A machine as far as wheels and layouts care. */
export interface Platform {
  readonly os: OperatingSystem;
  /** As `platform.machine()` says it in lower case: `x86_64`, `aarch64`, `arm64`, `amd64` … */
  readonly arch: string;
  /** The C library on Linux with its version, such as `2.36`; absent elsewhere or when unknown. */
  readonly libc?: { readonly kind: "glibc" | "musl"; readonly version: string };
  /** The version of macOS, such as `14.2`; absent elsewhere. */
  readonly release?: string;
}
