import { absolute, ancestors, baseName, isInside, parent, type AbsolutePath } from "../../src/model/path.ts";
import type { Files } from "../../src/project/files.ts";

/** What a path of `filesOf` holds: text (UTF-8), bytes, or `"device"`: something that is there and cannot be read. */
export type Content = string | Uint8Array | { readonly kind: "device" };

/** Something that is there and gives no bytes, such as `/dev/zero` behind the real `Files`. */
export const DEVICE: Content = { kind: "device" };

/** Files in memory from a map of absolute paths; folders are there when something lies below them. A path's fact is its kind and length. */
export function filesOf(contents: Readonly<Record<string, Content>>): Files {
  const files = new Map(Object.entries(contents).map(([path, content]) => [absolute(path), content]));
  const folders = new Set([...files.keys()].flatMap((path) => ancestors(path)));
  return {
    read(path) {
      const content = files.get(path);
      return typeof content === "string"
        ? new TextEncoder().encode(content)
        : content instanceof Uint8Array
          ? content
          : undefined;
    },
    isFolder: (path) => folders.has(path),
    isThere: (path) => files.has(path) || folders.has(path),
    list: (path) => namesIn(path, [...files.keys(), ...folders]),
    fact: (path) => ({ path, was: stateOf(files.get(path), folders.has(path)) }),
  };
}

function namesIn(folder: AbsolutePath, paths: readonly AbsolutePath[]): readonly string[] {
  const inside = paths.filter((path) => path !== folder && isInside(path, folder) && parent(path) === folder);
  return [...new Set(inside.map(baseName))].toSorted();
}

function stateOf(content: Content | undefined, folder: boolean): string {
  if (folder) return "folder";
  if (content === undefined) return "absent";
  return typeof content === "string" || content instanceof Uint8Array ? `file:${content.length}` : "other";
}
