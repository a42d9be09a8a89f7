declare const brand: unique symbol;

/**
 * An absolute path in its platform's own form (`/a/b`, `C:\a\b`, `\\host\share\a`), without `.`, `..`, doubled or trailing separators.
 * Bytes that are not UTF-8 are kept as lone surrogates U+DC80 … U+DCFF (Python's `surrogateescape`), so that every file name has a text.
 */
export type AbsolutePath = string & { readonly [brand]: "AbsolutePath" };

/** A drive or a share. Two slashes are POSIX's `//`, never a share: a share is written with backslashes. */
const WINDOWS_ROOT = /^(?:[A-Za-z]:[\\/]|\\\\[^\\/]+[\\/]+[^\\/]+)/;

/** A name that is no `.` or `..` and no drive. */
const NAME = /^(?!\.{1,2}$)[^\\/:]+$/;

/** Whether the text is an absolute path on POSIX or on Windows. */
export function isAbsolute(text: string): boolean {
  return text.startsWith("/") || WINDOWS_ROOT.test(text);
}

/** Reads an absolute path and normalises it by its letters alone; a relative one throws a `TypeError`. */
export function absolute(text: string): AbsolutePath {
  if (!isAbsolute(text)) throw new TypeError(`not an absolute path: ${JSON.stringify(text)}`);
  const root = rootOf(text);
  const separator = separatorOf(text);
  const rest =
    separator === "/" ? text.slice(root.length).split("/") : text.slice(root.length).split(/[\\/]+/u);
  const kept: string[] = [];
  for (const part of rest) {
    if (part === "" || part === ".") continue;
    if (part === "..") kept.pop();
    else kept.push(part);
  }
  const head = separator === "/" ? "/" : withTrailing(root.replaceAll("/", "\\"));
  return (kept.length === 0 ? head : head + kept.join(separator)) as AbsolutePath;
}

/** The path reached from `base` by the given relative parts; an absolute part starts anew, as in every path library. */
export function join(base: AbsolutePath, ...parts: readonly string[]): AbsolutePath {
  let path: AbsolutePath = base;
  for (const part of parts)
    // Most parts are a name and nothing else, which a survey of thousands of files would feel.
    if (NAME.test(part) && !/[\\/]$/.test(path)) path = `${path}${separatorOf(path)}${part}` as AbsolutePath;
    else path = isAbsolute(part) ? absolute(part) : absolute(`${path}${separatorOf(path)}${part}`);
  return path;
}

/** The folder that holds the path; a root is its own parent. */
export function parent(path: AbsolutePath): AbsolutePath {
  if (path.startsWith("/")) return path.slice(0, Math.max(path.lastIndexOf("/"), 1)) as AbsolutePath;
  return absolute(`${path}${separatorOf(path)}..`);
}

/** The last part of the path; of a root, the empty text. */
export function baseName(path: AbsolutePath): string {
  return path.slice(rootOf(path).length).split(separatorOf(path)).at(-1) ?? "";
}

/** Whether `path` is `folder` or lies below it, by letters alone (resolve links first where that matters). */
export function isInside(path: AbsolutePath, folder: AbsolutePath): boolean {
  if (path === folder) return true;
  const separator = separatorOf(folder);
  return path.startsWith(folder.endsWith(separator) ? folder : folder + separator);
}

/** The relative path that leads from the folder `from` to `to`, `.` when they are the same. */
export function relative(from: AbsolutePath, to: AbsolutePath): string {
  const separator = separatorOf(from);
  const here = from.split(separator).filter((part) => part !== "");
  const there = to.split(separator).filter((part) => part !== "");
  let shared = 0;
  while (shared < here.length && shared < there.length && here[shared] === there[shared]) shared += 1;
  const parts = [...here.slice(shared).map(() => ".."), ...there.slice(shared)];
  return parts.length === 0 ? "." : parts.join(separator);
}

/** All folders above the path, nearest first, the root last. */
export function ancestors(path: AbsolutePath): readonly AbsolutePath[] {
  const found: AbsolutePath[] = [];
  for (let below = path, above = parent(path); above !== below; below = above, above = parent(above))
    found.push(above);
  return found;
}

function rootOf(text: string): string {
  return WINDOWS_ROOT.exec(text)?.[0] ?? "/";
}

function separatorOf(text: string): "/" | "\\" {
  return text.startsWith("/") ? "/" : "\\";
}

function withTrailing(root: string): string {
  return root.endsWith("\\") ? root : `${root}\\`;
}
