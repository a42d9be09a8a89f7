import type { Machine } from "../../machine/machine.ts";
import type { EnvironmentIdentity, Layer } from "../../model/environment.ts";
import { baseName, join, type AbsolutePath } from "../../model/path.ts";
import { parseExternallyManaged } from "../../standards/externally-managed.ts";
import { brokenBecause } from "./broken.ts";
import { formOf, type Form } from "./form.ts";
import { generationPlace } from "./generation-place.ts";
import { layersOf } from "./layers.ts";
import type { Learned } from "./learned.ts";
import { placeOf } from "./place.ts";
import { versionOnDisk, type ToldVersion } from "./version.ts";

/** What a prefix is, with what was read to say so. */
export interface Identified {
  readonly identity: EnvironmentIdentity;
  readonly form: Form;
  readonly layers: readonly Layer[];
}

/** Reads what stands at a prefix from disk alone, without what is installed in it. Undefined when there is no environment. */
export function identify(machine: Machine, prefix: AbsolutePath, learned: Learned): Identified | undefined {
  const realPrefix = machine.realPath(prefix);
  const form = realPrefix && formOf(machine, realPrefix, learned);
  if (realPrefix === undefined || form === undefined) return undefined;
  const broken = brokenBecause(machine, prefix, form);
  const generation = generationPlace(realPrefix);
  const layers = layersOf(machine, form);
  const frozen = frozenBy(machine, form);
  const name = nameOf(prefix, form);
  const executable = inPrefix(form.layout.executable, realPrefix, prefix);
  const identity: EnvironmentIdentity = {
    prefix,
    realPrefix,
    aliases: prefix === realPrefix ? [] : [realPrefix],
    ...placeOf(machine, realPrefix, form, learned),
    ...(name && { name }),
    ...(machine.status(executable) && { executable }),
    ...versionOf(machine, realPrefix, form),
    implementation: form.cfg?.implementation ?? form.library?.implementation ?? "cpython",
    platform: machine.platform,
    ...(form.base && { base: { prefix: form.base.prefix, executable: form.base.executable } }),
    ...(generation && {
      generation: { name: generation.name, number: generation.number, folder: realPrefix },
    }),
    writable: isOurs(machine, realPrefix, layers),
    external: false,
    ...(frozen !== undefined && { frozen }),
    ...(broken && { broken }),
  };
  return { identity, form, layers };
}

/** Of the environment's own files, then of its base's, then what its maker wrote down: that goes stale when the base is upgraded. */
function versionOf(
  machine: Machine,
  prefix: AbsolutePath,
  { type, cfg, base, conda, library }: Form,
): ToldVersion | undefined {
  const own = type !== "venv" && library ? versionOnDisk(machine, prefix, library) : undefined;
  if (own !== undefined) return own;
  if (base?.version !== undefined && base.versionFrom !== undefined)
    return { version: base.version, versionFrom: base.versionFrom };
  if (conda?.version !== undefined) return { version: conda.version, versionFrom: conda.versionFrom };
  if (cfg?.version === undefined) return undefined;
  return { version: cfg.version, versionFrom: { source: "pyvenv.cfg", at: join(prefix, "pyvenv.cfg") } };
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

/** The same path below the prefix as people know it. */
function inPrefix(path: AbsolutePath, realPrefix: AbsolutePath, prefix: AbsolutePath): AbsolutePath {
  return join(prefix, path.slice(realPrefix.length + 1));
}
