/** The system's code of an error (`ENOSPC`), undefined when it has none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** What file systems say that know no hard links, or not between these two places or to this file (link(2)). */
export const NO_HARD_LINK: ReadonlySet<string | undefined> = new Set([
  "EPERM",
  "EXDEV",
  "EMLINK",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EINVAL",
]);
