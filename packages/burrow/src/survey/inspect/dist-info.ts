import type { Machine } from "../../machine/machine.ts";
import type { DirectUrl, Distribution } from "../../model/distribution.ts";
import type { Layer } from "../../model/environment.ts";
import type { AbsolutePath } from "../../model/path.ts";
import { reason } from "../../model/reason.ts";
import { parseDirectUrl } from "../../standards/direct-url.ts";
import { parseMetadata } from "../../standards/metadata.ts";
import { normalizeName } from "../../standards/name.ts";
import { child } from "../child.ts";
import { editableFolder, type EditableFiles } from "./editable.ts";

/** Reads one `.dist-info` folder (the specification "Recording installed projects"). One without readable metadata is a distribution with a problem. */
export function readDistInfo(
  machine: Machine,
  { sitePackages: location, inherited }: Layer,
  folder: string,
  editables: EditableFiles,
): Distribution {
  const info = child(location, folder);
  const names = machine.names(info);
  const text = machine.readText(child(info, "METADATA"));
  const metadata = text === undefined ? undefined : parseMetadata(text);
  const told = () => nameAndVersion(folder.slice(0, -".dist-info".length));
  const displayName = metadata?.name ?? told().name;
  const name = normalizeName(displayName);
  const directUrl = names.includes("direct_url.json") ? readDirectUrl(machine, info) : undefined;
  const editable = editableFolder(machine, name, directUrl, editables);
  const unreadable = metadata?.name === undefined || metadata.version === undefined;
  return {
    name,
    displayName,
    version: metadata?.version ?? told().version,
    location,
    info,
    format: "dist-info",
    requires: metadata?.requires ?? [],
    extras: metadata?.extras ?? [],
    ...(metadata?.requiresPython !== undefined && { requiresPython: metadata.requiresPython }),
    ...(directUrl && { directUrl }),
    ...(editable && { editable }),
    requested: names.includes("REQUESTED"),
    inherited,
    problems: unreadable ? [reason("unreadable-metadata", { path: info })] : [],
  };
}

/** `foo_bar-1.0`, as a wheel and an egg name their folders; an egg may have `-py3.8` behind. */
export function nameAndVersion(stem: string): { readonly name: string; readonly version: string } {
  const [name = stem, version = ""] = stem.split("-");
  return { name, version };
}

function readDirectUrl(machine: Machine, info: AbsolutePath): DirectUrl | undefined {
  const text = machine.readText(child(info, "direct_url.json"), 1_048_576);
  const read = text === undefined ? undefined : parseDirectUrl(text);
  return read?.ok === true ? read.value : undefined;
}
