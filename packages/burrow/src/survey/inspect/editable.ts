import type { Entry, Machine } from "../../machine/machine.ts";
import type { DirectUrl } from "../../model/distribution.ts";
import { absolute, isAbsolute, type AbsolutePath } from "../../model/path.ts";
import { normalizeName } from "../../standards/name.ts";
import { child } from "../child.ts";

/** The folders that `__editable__.<name>-<version>.pth` files of setuptools add, by normalised name. */
export type EditableFiles = ReadonlyMap<string, AbsolutePath>;

const EDITABLE = /^__editable__\.(.+)-[^-]+\.pth$/u;

/** Reads the `.pth` files by which setuptools makes an install editable; one whose line is an `import` tells no folder. */
export function editableFiles(
  machine: Machine,
  location: AbsolutePath,
  entries: readonly Entry[],
): EditableFiles {
  const found = new Map<string, AbsolutePath>();
  for (const { name } of entries) {
    const project = EDITABLE.exec(name)?.[1];
    const line = project && machine.readText(child(location, name), 65_536)?.split(/\r?\n/u, 1)[0]?.trim();
    if (project && line && isAbsolute(line)) found.set(normalizeName(project), absolute(line));
  }
  return found;
}

/** The folder that a distribution is an editable install of: what `direct_url.json` says (PEP 610), else what its `.pth` file adds. */
export function editableFolder(
  machine: Machine,
  name: string,
  directUrl: DirectUrl | undefined,
  files: EditableFiles,
): AbsolutePath | undefined {
  const folder =
    directUrl === undefined
      ? files.get(name)
      : directUrl.folder?.editable === true
        ? fromFileUrl(directUrl.url)
        : undefined;
  return folder && (machine.realPath(folder) ?? folder);
}

/** The path of a `file:` URL (RFC 8089): `file:///a/b` on POSIX, `file:///C:/a` and `file://host/share` on Windows. */
export function fromFileUrl(url: string): AbsolutePath | undefined {
  const [, host = "", encoded = ""] = /^file:\/\/([^/]*)(\/[^?#]*)/u.exec(url) ?? [];
  if (encoded === "") return undefined;
  const path = decoded(encoded);
  if (path === undefined) return undefined;
  if (/^\/[A-Za-z]:(?:\/|$)/u.test(path)) return absolute(`${path.slice(1)}/`);
  return host === "" || host === "localhost" ? absolute(path) : absolute(`\\\\${host}${path}`);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
