import { fileURLToPath } from "node:url";
import { absolute, type AbsolutePath } from "../model/path.ts";

/** The program that speaks with py-rattler: `python/conda.py` of this package. One folder deep, as it is once it is built. */
export function condaDriver(): AbsolutePath {
  return absolute(fileURLToPath(new URL("../../python/conda.py", import.meta.url)));
}
