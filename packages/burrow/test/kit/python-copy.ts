import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/**
 * A CPython with a prefix of its own: the program is copied, its standard library linked entry by entry. `without` leaves out entries of the library
 * (modules, `site-packages`), `files` puts texts in their place by their path in it. Gives the executable.
 */
export function pythonCopy(
  python: string,
  {
    without = [],
    files = {},
  }: { readonly without?: readonly string[]; readonly files?: Readonly<Record<string, string>> },
): string {
  const prefix = mkdtempSync(join(tmpdir(), "burrow-python-"));
  onTestFinished(() => rmSync(prefix, { recursive: true, force: true }));
  const name = basename(python);
  const library = join(dirname(python), "..", "lib", name);
  const own = join(prefix, "lib", name);
  mkdirSync(own, { recursive: true });
  mkdirSync(join(prefix, "bin"));
  copyFileSync(python, join(prefix, "bin", name));
  const opened = new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""));
  for (const entry of readdirSync(library)) {
    if (without.includes(entry)) continue;
    if (opened.has(entry)) linkEntries(join(library, entry), join(own, entry));
    else symlinkSync(join(library, entry), join(own, entry));
  }
  for (const [path, text] of Object.entries(files)) {
    const place = join(own, path);
    mkdirSync(dirname(place), { recursive: true });
    rmSync(place, { force: true });
    writeFileSync(place, text);
  }
  return join(prefix, "bin", name);
}

function linkEntries(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from)) symlinkSync(join(from, entry), join(to, entry));
}
