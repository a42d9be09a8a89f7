import { isInside, join } from "../model/path.ts";
import { withDistributions, withSettled, withUse } from "../registry/changes.ts";
import type { Recollection } from "../registry/registry.ts";
import { rememberedOf, withSeen } from "../registry/seen.ts";
import type { Context } from "./context.ts";
import { registryOf } from "./memory.ts";
import type { Use } from "./uses.ts";

/** Writes a use down. Throws `registry/…` and the system's errors. */
export function writeUse(context: Context, { environment, root, changed }: Use): Promise<Recollection> {
  const at = new Date(context.now()).toISOString();
  const isProject = root !== undefined && !isInside(root, join(context.folders.data, "environments"));
  return registryOf(context).update((registry) => {
    const seen = withSeen(registry, { at, environments: [environment] });
    const entry = rememberedOf(seen, environment);
    if (entry === undefined) return seen;
    const used = withUse(seen, entry.id, at, isProject ? root : undefined);
    if (changed === undefined || !entry.managed) return used;
    const own = changed.filter(({ inherited }) => !inherited);
    const held = Object.fromEntries(own.map(({ name, version }) => [name, version]));
    const holding = withDistributions(used, entry.id, held);
    return isProject && isInside(entry.place, root) ? withSettled(holding, root, entry.id) : holding;
  });
}
