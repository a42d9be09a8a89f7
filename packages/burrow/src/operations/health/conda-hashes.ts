import type { Environment } from "../../model/environment.ts";
import { join } from "../../model/path.ts";
import { placedPaths } from "../../standards/conda-paths.ts";
import { type CondaRecord, condaRecords } from "../../survey/vitals/conda.ts";
import type { Context } from "../context.ts";

/** A package with files that are not what conda recorded when it placed them. */
export interface AlteredPackage {
  readonly package: string;
  readonly files: number;
  /** How many of these are as another package has them, which has a file of the same path. */
  readonly shared: number;
}

/** Compares every file with `sha256_in_prefix`, or with the hash of the archive where the tool writes that only of what it changed. */
export async function alteredCondaFiles(
  { bench, signal }: Context,
  { realPrefix }: Environment,
): Promise<readonly AlteredPackage[]> {
  const { records } = condaRecords(bench, realPrefix);
  const all = records.flatMap((record) => listed(record).map((file) => ({ ...file, name: record.name })));
  const known = new Set(all.map(({ path, wanted }) => `${wanted} ${path}`));
  const found = new Map<string, { files: number; shared: number }>();
  for (const { name, path, wanted } of all) {
    signal.throwIfAborted();
    const sha256 = await bench.sha256(join(realPrefix, path));
    if (sha256 === undefined || sha256 === wanted) continue;
    const isShared = known.has(`${sha256} ${path}`);
    const { files, shared } = found.get(name) ?? { files: 0, shared: 0 };
    found.set(name, { files: files + 1, shared: shared + (isShared ? 1 : 0) });
  }
  return [...found].map(([name, counts]) => ({ package: name, ...counts }));
}

/** The files of a package whose content its record tells. Byte code is Python's to write. */
function listed(record: CondaRecord): readonly { readonly path: string; readonly wanted: string }[] {
  const lies = placedPaths(record);
  return (record.paths_data?.paths ?? []).flatMap((one) => {
    const { _path: path, path_type: type, sha256, sha256_in_prefix: inPrefix } = one;
    const wanted = inPrefix ?? (one.prefix_placeholder ? undefined : sha256) ?? undefined;
    if (wanted === undefined || type === "softlink" || path.endsWith(".pyc")) return [];
    return [{ path: lies(path), wanted }];
  });
}
