/** A word as a POSIX shell takes it, in quotes where it has to be. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./\\-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
