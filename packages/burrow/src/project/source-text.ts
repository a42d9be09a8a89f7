import { relative, type AbsolutePath } from "../model/path.ts";
import type { FileProblem } from "../model/text-origin.ts";
import { decodeUtf8, type Decoded } from "../standards/encoding.ts";
import type { LocatedProblem } from "../standards/position.ts";
import { printable } from "../standards/printable.ts";
import { masked } from "./credentials.ts";
import type { Scope } from "./reading.ts";

/** The text of a file, why it has none, or that it is not there. */
export type SourceText =
  | { readonly state: "text"; readonly text: string }
  | { readonly state: "unreadable"; readonly problem: FileProblem }
  | { readonly state: "absent" };

/** Files above this size (bytes) are not project files; below it, reading the worst of them takes seconds. */
const LARGEST = 4 * 1024 * 1024;

/** Reads a project file. A folder of that name counts as absent; a device, a huge file or wrong bytes are a problem. */
export function sourceText(
  path: AbsolutePath,
  { files, root }: Scope,
  decode: (bytes: Uint8Array) => Decoded = decodeUtf8,
): SourceText {
  const bytes = files.read(path);
  if (bytes === undefined || bytes.length > LARGEST) {
    if (bytes === undefined && (files.fact(path).was === "absent" || files.isFolder(path)))
      return { state: "absent" };
    const message = `\`${printable(relative(root, path))}\` cannot be read`;
    const hint = "it has to be a regular file of at most 4 MiB that this user may read";
    return { state: "unreadable", problem: { file: path, line: 1, column: 1, message, hint } };
  }
  const decoded = decode(bytes);
  return decoded.ok
    ? { state: "text", text: decoded.text }
    : { state: "unreadable", problem: inFile(path, decoded.problem) };
}

/** A problem of a text, in its file. */
export function inFile(file: AbsolutePath, { message, hint, line, column }: LocatedProblem): FileProblem {
  return { file, line, column, message: cleaned(message), ...(hint !== undefined && { hint }) };
}

/** Messages may quote the file; whatever quotes forgot to clean or to mask is cleaned and masked here. */
function cleaned(message: string): string {
  return masked(message).replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "");
}
