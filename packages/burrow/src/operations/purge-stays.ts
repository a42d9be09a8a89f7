import type { EnvironmentIdentity } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import type { AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { placeOf, type Registry } from "../model/registry.ts";
import type { Site } from "../model/survey.ts";
import { generationFolder } from "../apply/rollback.ts";
import { readGeneration } from "../survey/inspect/generation-record.ts";
import type { Context } from "./context.ts";
import { readProjectSettings } from "./project-settings.ts";
import { externalPrefixes } from "./settings.ts";
import { usedNow } from "./used-now.ts";

/** What is known of an environment that may have to stay. */
export interface Asked {
  readonly one: EnvironmentIdentity;
  readonly site: Site;
  /** Whether a person named this very one. */
  readonly named: boolean;
}

/** Why an environment that burrow made must stay; undefined when it may go. */
export async function staysBecause(
  context: Context,
  { one, site, named }: Asked,
  registry: Registry,
): Promise<Reason | undefined> {
  const { machine } = context;
  const folders = foldersOf(site);
  if (!folders.some((folder) => readGeneration(machine, folder) !== undefined))
    return reason("not-made-here", {});
  if (one.frozen !== undefined) return reason("frozen", { message: one.frozen || "externally managed" });
  return (
    (await declaredExternal(context, one, site.root)) ??
    usedByAnother(context, one, site.root, registry) ??
    processIn(context, { one, site, named })
  );
}

/** What whoever agrees to a removal has to know: where processes do not tell what they use, nobody can tell whether one is in use. */
export function doubtOf({ processes }: Context): Reason | undefined {
  return processes.users([]) === undefined ? reason("use-untold", {}) : undefined;
}

function foldersOf(site: Site): readonly AbsolutePath[] {
  return site.generations.map((number) => generationFolder(site, number));
}

/** A program is known by the path it was started by. */
function usableIn({ one, site }: Asked): readonly AbsolutePath[] {
  return [...foldersOf(site), site.link, one.prefix];
}

/** The project's own settings say it, or those of the folder at hand; settings that cannot be read leave everything as it is. */
async function declaredExternal(
  context: Context,
  { realPrefix, external }: EnvironmentIdentity,
  root: AbsolutePath,
): Promise<Reason | undefined> {
  if (external) return reason("external", {});
  for (const folder of new Set([root, context.cwd]))
    try {
      const { settings } = await readProjectSettings(context, folder);
      if (externalPrefixes(context.machine, settings).has(realPrefix)) return reason("external", {});
    } catch (cause) {
      if (!(cause instanceof BurrowError)) throw cause;
      return reason("analysis-failed", { detail: cause.message });
    }
  return undefined;
}

/** A project beside its own that burrow built it for, or that used it, and that is still there. */
function usedByAnother(
  { machine }: Context,
  one: EnvironmentIdentity,
  root: AbsolutePath,
  { environments }: Registry,
): Reason | undefined {
  const remembered = environments.find(({ place }) => place === placeOf(one))?.tenants ?? [];
  const path = [...(one.generation?.tenants ?? []), ...remembered.map((tenant) => tenant.root)].find(
    (tenant) => (machine.realPath(tenant) ?? tenant) !== root && machine.target(tenant)?.kind === "folder",
  );
  return path === undefined ? undefined : reason("used-by", { path });
}

/** Where processes do not tell, what people use stays unless they name it, and nothing young goes unnamed. */
function processIn(context: Context, asked: Asked): Reason | undefined {
  const folders = usableIn(asked);
  const users = context.processes.users(folders);
  const firstUse = (told: typeof users): Reason | undefined => {
    for (const folder of folders) {
      const because = usedNow(context, folder, told);
      if (because !== undefined) return because;
    }
    return undefined;
  };
  const because = firstUse(users ?? new Map());
  if (because !== undefined || users !== undefined || asked.named) return because;
  return asked.site.current === undefined ? firstUse(undefined) : reason("use-unknown", {});
}
