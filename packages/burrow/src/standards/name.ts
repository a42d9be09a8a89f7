/** Gives the name of a project, an extra or a dependency group in its one normal form (PEP 503, PEP 685): lower case, runs of `-`, `_`, `.` as one `-`. */
export function normalizeName(text: string): string {
  return text.toLowerCase().replaceAll(/[-_.]+/gu, "-");
}

/** Whether the text is a valid name of a project or an extra (core metadata, `Name`): ASCII letters, digits, `.`, `_`, `-`, at both ends a letter or digit. */
export function isValidName(text: string): boolean {
  return /^[A-Za-z0-9._-]+$/u.test(text) && /^[^._-]/u.test(text) && /[^._-]$/u.test(text);
}
