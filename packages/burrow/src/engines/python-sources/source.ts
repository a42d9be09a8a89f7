import type { Machine } from "../../machine/machine.ts";
import { BurrowError } from "../../model/error.ts";
import { absolute, isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import { fileUrl, fileUrlPath } from "../../standards/file-url.ts";
import type { ArchiveSource } from "./listed-archive.ts";
import { LIST_NAME, readArchiveList } from "./read-list.ts";

/** The variable that names a mirror: an address, or a folder (a path or `file:`). */
export const MIRROR_VARIABLE = "BURROW_PYTHON_MIRROR";

/**
 * Where Pythons come from on this machine. Without a mirror: python-build-standalone's own releases. A mirror has the same folders and names below
 * its address. A folder may hold a `python-downloads.json` of its own, which then is the whole list. Fails with `python/list`, or `usage/bad-value`.
 */
export async function archiveSource(machine: Machine): Promise<ArchiveSource> {
  const spoken = machine.env[MIRROR_VARIABLE] ?? "";
  const folder = folderOf(spoken);
  if (folder === undefined && spoken !== "" && !/^https?:\/\//iu.test(spoken)) throw badMirror(spoken);
  const list = folder && join(folder, LIST_NAME);
  const text = list && machine.readText(list);
  if (list !== undefined && text !== undefined)
    return { origin: list, archives: readArchiveList(text, fileUrl(list)) };
  // Known archives are a table of 50 kB that most plans never need.
  const { knownArchives } = await import("./known-archives.ts");
  if (spoken === "") return { origin: "python-build-standalone", archives: knownArchives() };
  const base = folder === undefined ? spoken : fileUrl(folder);
  return { origin: folder ?? spoken, archives: knownArchives(base) };
}

function folderOf(spoken: string): AbsolutePath | undefined {
  if (isAbsolute(spoken)) return absolute(spoken);
  return spoken.startsWith("file:") ? fileUrlPath(spoken) : undefined;
}

function badMirror(spoken: string): BurrowError {
  return new BurrowError("usage/bad-value", `\`${MIRROR_VARIABLE}=${spoken}\` names no mirror`, {
    because: "it is neither an https: address nor a folder",
    hint: `${MIRROR_VARIABLE}=/path/to/folder or ${MIRROR_VARIABLE}=https://host/path`,
  });
}
