import type { Entry, Machine } from "../../machine/machine.ts";
import type { Distribution } from "../../model/distribution.ts";
import type { Layer } from "../../model/environment.ts";
import { isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import { reason } from "../../model/reason.ts";
import { parseEggRequires } from "../../standards/egg-info.ts";
import { parseMetadata } from "../../standards/metadata.ts";
import { normalizeName } from "../../standards/name.ts";
import { child } from "../child.ts";
import { nameAndVersion } from "./dist-info.ts";

/** Reads an `.egg-info`: a folder of setuptools, or the single file that distutils wrote. */
export function readEgg(machine: Machine, layer: Layer, entry: string, kind: Entry["kind"]): Distribution {
  const info = child(layer.sitePackages, entry);
  return read(machine, layer, info, kind === "file" ? "file" : "folder");
}

/** Reads what `setup.py develop` left: an `.egg-link` whose first line is the folder with the egg. None when the folder holds none. */
export function eggLink(machine: Machine, layer: Layer, entry: string): readonly Distribution[] {
  const line = machine.readText(child(layer.sitePackages, entry), 65_536)?.split(/\r?\n/u, 1)[0]?.trim();
  if (line === undefined || !isAbsolute(line)) return [];
  const folder = join(layer.sitePackages, line);
  const editable = machine.realPath(folder) ?? folder;
  const wanted = normalizeName(entry.slice(0, -".egg-link".length));
  return machine
    .list(editable)
    .filter(({ name }) => name.endsWith(".egg-info"))
    .map(({ name }) => ({ ...read(machine, layer, child(editable, name), "folder"), editable }))
    .filter(({ name }) => name === wanted);
}

function read(
  machine: Machine,
  { sitePackages: location, inherited }: Layer,
  info: AbsolutePath,
  form: "file" | "folder",
): Distribution {
  const text = machine.readText(form === "file" ? info : child(info, "PKG-INFO"));
  const metadata = text === undefined ? undefined : parseMetadata(text);
  const told = nameAndVersion(stemOf(info));
  const displayName = metadata?.name ?? told.name;
  const egg = form === "folder" ? machine.readText(child(info, "requires.txt")) : undefined;
  const { requires, extras } =
    egg === undefined ? (metadata ?? { requires: [], extras: [] }) : parseEggRequires(egg);
  return {
    name: normalizeName(displayName),
    displayName,
    version: metadata?.version ?? told.version,
    location,
    info,
    format: "egg-info",
    requires,
    extras,
    ...(metadata?.requiresPython !== undefined && { requiresPython: metadata.requiresPython }),
    requested: false,
    inherited,
    problems:
      metadata?.name === undefined || metadata.version === undefined
        ? [reason("unreadable-metadata", { path: info })]
        : [],
  };
}

function stemOf(info: AbsolutePath): string {
  return info.slice(Math.max(info.lastIndexOf("/"), info.lastIndexOf("\\")) + 1, -".egg-info".length);
}
