import type { Environment } from "../../model/environment.ts";
import { join } from "../../model/path.ts";
import { condaRecords } from "../../survey/vitals/conda.ts";
import type { Context } from "../context.ts";

/** Packages with files that are not what conda recorded when it placed them (`sha256_in_prefix`). */
export async function alteredCondaFiles(
  { bench, signal }: Context,
  { realPrefix }: Environment,
): Promise<readonly { readonly package: string; readonly files: number }[]> {
  const found: { package: string; files: number }[] = [];
  for (const { name, paths_data: data } of condaRecords(bench, realPrefix).records) {
    signal.throwIfAborted();
    let files = 0;
    for (const { _path: path, sha256_in_prefix: placed, path_type: type } of data?.paths ?? []) {
      if (placed === undefined || type === "softlink" || path.endsWith(".pyc")) continue;
      const sha256 = await bench.sha256(join(realPrefix, path));
      if (sha256 !== undefined && sha256 !== placed) files += 1;
    }
    if (files > 0) found.push({ package: name, files });
  }
  return found;
}
