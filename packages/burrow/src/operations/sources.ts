import { cachedArchive } from "../apply/python-archive.ts";
import { offersFor } from "../engines/python-sources/offers.ts";
import { archiveSource } from "../engines/python-sources/source.ts";
import { join } from "../model/path.ts";
import type { PythonOffer } from "../model/resolve.ts";
import type { Context } from "./context.ts";

/** The Pythons that could be provided on this machine; offline, those whose archive is on its disk. Fails with `python/list` or `usage/bad-value`. */
export async function pythonOffers(
  { machine, folders }: Pick<Context, "machine" | "folders">,
  offline: boolean,
): Promise<readonly PythonOffer[]> {
  const source = await archiveSource(machine);
  const offers = offersFor(machine.platform, join(folders.data, "pythons"), source);
  if (!offline) return offers;
  const isKept = (sha256: string) =>
    machine.status(cachedArchive(downloadCache(folders), sha256)) !== undefined;
  return offers.filter(({ archive }) => archive.url.startsWith("file:") || isKept(archive.sha256));
}

/** Where fetched archives are kept by their checksum. */
export function downloadCache({ cache }: Context["folders"]) {
  return join(cache, "downloads");
}
