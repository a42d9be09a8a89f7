import { BurrowError } from "../../model/error.ts";
import type { Pin } from "../../model/pin.ts";
import { type LockedPackage, parsePylock } from "../../standards/pylock.ts";

/**
 * Reads the pins of a `pylock.toml` (PEP 751) that uv wrote for one interpreter: it lists only wheels that this interpreter takes, the best one last or alone.
 * A package without a wheel, or a lock that cannot be read, is `engine/failed`: uv was told to use wheels only.
 */
export function lockPins(text: string): readonly Pin[] {
  const read = parsePylock(text);
  if (!read.ok)
    throw new BurrowError("engine/failed", "uv wrote a lock that burrow cannot read", {
      because: read.problem.message,
    });
  return read.lock.packages.map(pinOf);
}

function pinOf({ name, version, wheels, archive }: LockedPackage): Pin {
  const files = archive === undefined ? wheels : [archive];
  const hashes = files.flatMap(({ hashes: { sha256 } }) =>
    sha256 === undefined ? [] : [`sha256:${sha256.toLowerCase()}`],
  );
  if (version === undefined || hashes.length === 0)
    throw new BurrowError("engine/failed", `uv locked \`${name}\` without a wheel that can be proven`);
  const [only, ...others] = files;
  return {
    name,
    version,
    hashes: [...new Set(hashes)],
    ...(archive?.url !== undefined && { url: archive.url }),
    ...(others.length === 0 && only?.size !== undefined && { bytes: only.size }),
  };
}
