import type { Workbench } from "../machine/workbench.ts";
import type { Distribution } from "../model/distribution.ts";
import { baseName, isInside, join } from "../model/path.ts";
import { recordText } from "../standards/record.ts";
import { recordOf } from "./installed-files.ts";
import { walk } from "./walk.ts";

/**
 * Has the RECORD of each of several distributions of one name list the whole of its own metadata and nothing of the others': removing one then removes that one.
 * They are made anew, never written in place, and were kept before.
 */
export async function disentangle(
  bench: Workbench,
  twins: readonly Pick<Distribution, "info" | "location">[],
): Promise<void> {
  for (const { info, location } of twins) {
    const listed = recordOf(bench, { info, location });
    if (listed === undefined) continue;
    const files = listed.filter(({ at }) => !twins.some((one) => isInside(at, one.info)));
    const mine = (await walk(bench, info))
      .filter(({ status }) => status.kind !== "folder")
      .map(({ path }) => ({ path: `${baseName(info)}/${path}` }));
    bench.writeFile(join(info, "RECORD"), recordText([...files, ...mine]));
  }
}
