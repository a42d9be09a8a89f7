import type { AbsolutePath } from "../../model/path.ts";
import { executableIn } from "../../plan/place.ts";
import type { StepContext } from "../context.ts";
import { disentangle } from "../disentangle.ts";
import { actWith } from "../engine-act.ts";

/**
 * Takes away what engines treat differently: what they stumble over, and all but one of each name. Of distributions that are there twice pip removes one at
 * a time, whichever it meets first, and what it then installs would stand beside the other; and where their RECORDs list each other, none alone. The one that is left goes with the change itself.
 */
export async function clearTheWay(
  prefix: AbsolutePath,
  names: readonly string[],
  context: StepContext,
): Promise<void> {
  const { before, bench } = context;
  for (const path of before.rubble) await bench.removeTree(path);
  before.rubble.clear();
  const python = executableIn(prefix, bench.platform);
  const copies = (name: string) => before.twins.get(name) ?? [];
  for (const name of names) if (copies(name).length > 1) await disentangle(bench, copies(name));
  for (let kept = 1; ; kept += 1) {
    const twins = names.filter((name) => copies(name).length > kept);
    if (twins.length === 0) return;
    await actWith(context, (engine) => engine.uninstall({ python, names: twins }));
  }
}
