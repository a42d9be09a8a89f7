import type { Workbench } from "../machine/workbench.ts";
import { baseName } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import { fileUrlPath } from "../standards/file-url.ts";
import { md5 } from "../standards/md5.ts";

/** Why an archive of this disk is not what its pin says; undefined when all are. What a network serves is not looked at: engines prove what they download. */
export async function damagedArchive(bench: Workbench, pins: readonly Pin[]): Promise<string | undefined> {
  for (const { url, hashes } of pins) {
    const path = url === undefined ? undefined : fileUrlPath(url);
    if (path === undefined) continue;
    const [strongest = ""] = hashes.toSorted((one, other) => other.length - one.length);
    const [kind = "", wanted = ""] = strongest.split(":");
    const bytes = kind === "md5" ? bench.readBytes(path, Infinity) : undefined;
    const found = bytes === undefined ? await bench.sha256(path) : md5(bytes);
    if (found === undefined) return `\`${path}\` cannot be read`;
    if (found !== wanted) return `hash mismatch of ${baseName(path)}: expected ${wanted}, got ${found}`;
  }
  return undefined;
}
