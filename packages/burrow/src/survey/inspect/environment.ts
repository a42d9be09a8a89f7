import { factOf } from "../../machine/fact.ts";
import type { Machine } from "../../machine/machine.ts";
import type { Environment, Layer } from "../../model/environment.ts";
import { baseName, join, type AbsolutePath } from "../../model/path.ts";
import { parseExternallyManaged } from "../../standards/externally-managed.ts";
import { brokenBecause } from "./broken.ts";
import { readDistributions } from "./distributions.ts";
import { formOf, type Form } from "./form.ts";
import { generationOf } from "./generation.ts";
import { layersOf } from "./layers.ts";
import { placeOf } from "./place.ts";
import { versionOnDisk } from "./version.ts";

/** Reads the environment at a prefix from disk alone: nothing in it is run. Undefined when there is none. */
export function inspectEnvironment(machine: Machine, prefix: AbsolutePath): Environment | undefined {
  const realPrefix = machine.realPath(prefix);
  const form = realPrefix && formOf(machine, realPrefix);
  if (realPrefix === undefined || form === undefined) return undefined;
  const broken = brokenBecause(machine, prefix, form);
  const generation = generationOf(machine, realPrefix);
  const layers = layersOf(machine, form);
  const version = versionOf(machine, realPrefix, form);
  const frozen = frozenBy(machine, form);
  const name = nameOf(prefix, form);
  const executable = inPrefix(form.layout.executable, realPrefix, prefix);
  return {
    prefix,
    realPrefix,
    aliases: prefix === realPrefix ? [] : [realPrefix],
    ...placeOf(machine, realPrefix, form),
    ...(name && { name }),
    ...(machine.status(executable) && { executable }),
    ...(version && { version }),
    implementation: form.cfg?.implementation ?? form.library?.implementation ?? "cpython",
    platform: machine.platform,
    ...(form.base && { base: { prefix: form.base.prefix, executable: form.base.executable } }),
    layers,
    distributions: readDistributions(machine, layers),
    ...(generation && { generation }),
    writable: isOurs(machine, realPrefix, layers),
    external: false,
    ...(frozen !== undefined && { frozen }),
    ...(broken && { broken }),
    facts: factsOf(machine, prefix, realPrefix, form, layers),
  };
}

/** Of the environment's own files, then of its base's, then what its maker wrote down: that goes stale when the base is upgraded. */
function versionOf(
  machine: Machine,
  prefix: AbsolutePath,
  { type, cfg, base, conda, library }: Form,
): string | undefined {
  const own = type !== "venv" && library ? versionOnDisk(machine, prefix, library) : undefined;
  return own ?? base?.version ?? conda?.version ?? cfg?.version;
}

function nameOf(prefix: AbsolutePath, { type, cfg }: Form): string | undefined {
  return type === "venv" ? cfg?.prompt : type === "conda" ? baseName(prefix) : undefined;
}

/** PEP 668 speaks of what is no virtual environment; conda has a file of its own beside. */
function frozenBy(machine: Machine, { type, conda, library }: Form): string | undefined {
  if (conda?.frozen !== undefined) return conda.frozen;
  if (type === "venv" || library === undefined) return undefined;
  const text = machine.readText(join(library.folder, "EXTERNALLY-MANAGED"));
  return text === undefined ? undefined : (parseExternallyManaged(text) ?? "");
}

/** Whether this user may change it without leaving files of another owner in it: root may write everywhere and should not. */
function isOurs(machine: Machine, prefix: AbsolutePath, layers: readonly Layer[]): boolean {
  const own = layers.flatMap(({ sitePackages, inherited }) => (inherited ? [] : sitePackages));
  return [prefix, ...own.slice(0, 1)].every((path) => {
    const owner = machine.target(path)?.uid;
    return machine.writable(path) && (machine.uid !== 0 || owner === 0);
  });
}

function factsOf(
  machine: Machine,
  prefix: AbsolutePath,
  realPrefix: AbsolutePath,
  { layout, base, conda }: Form,
  layers: readonly Layer[],
): Environment["facts"] {
  const paths = new Set([
    prefix,
    join(realPrefix, conda === undefined ? "pyvenv.cfg" : "conda-meta"),
    layout.executable,
    ...(base ? [base.executable] : []),
    ...layers.map(({ sitePackages }) => sitePackages),
  ]);
  return [...paths].map((path) => factOf(machine, path));
}

/** The same path below the prefix as people know it. */
function inPrefix(path: AbsolutePath, realPrefix: AbsolutePath, prefix: AbsolutePath): AbsolutePath {
  return join(prefix, path.slice(realPrefix.length + 1));
}
