import type { AbsolutePath } from "../model/path.ts";

/**
 * The path of an entry of a folder, for names that come from a listing: these need no normalising, which a survey of thousands of files would feel.
 * For anything a person or a file wrote, use `join`.
 */
export function child(folder: AbsolutePath, name: string): AbsolutePath {
  const separator = folder.startsWith("/") ? "/" : "\\";
  return (folder.endsWith(separator) ? folder + name : folder + separator + name) as AbsolutePath;
}
