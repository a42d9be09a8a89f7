import type { Machine } from "../machine/machine.ts";
import { bytes as sizeText } from "../render/measures.ts";
import { collectGenerations } from "../apply/collect.ts";
import { generationFolder } from "../apply/rollback.ts";
import type { Collection } from "../model/history.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { PlainSettings } from "../model/settings.ts";
import type { Site } from "../model/survey.ts";
import { siteAt, siteOf } from "../survey/site.ts";
import { forgetting } from "./forget-purged.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { everyEnvironment } from "./machine/everywhere.ts";
import { recoverAt } from "./recover-at.ts";
import { readProjectSettings } from "./project-settings.ts";
import { freedBy, freedFrom } from "./machine/size.ts";
import { usedNow } from "./used-now.ts";
import { writeDown } from "./write-down.ts";

/** How a collection is asked for. */
export interface GcOptions {
  /** Every environment that burrow made on this machine, not only the project's. */
  readonly all?: boolean;
  /** Instead of `keep-generations`. */
  readonly keep?: number;
  readonly dryRun?: boolean;
  /** Asked with what would be freed; false cancels. */
  readonly confirm?: (planned: Collection) => Promise<boolean>;
}

/**
 * Removes generations beyond those that are kept by number and by size, never the current one, the newest, or one that a process uses. What they held stays written down, so that `rollback` can still
 * bring it back by a plan.
 */
export async function gc(context: Context, options: GcOptions): Promise<Collection> {
  const { machine, processes, bench } = context;
  const removed: (Old & { readonly site: Site & { readonly current: number } })[] = [];
  const kept: { folder: AbsolutePath; because: Reason }[] = [];
  for (const site of await sitesOf(context, options.all === true)) {
    if (options.dryRun !== true) await recoverAt(context, site.root);
    const { settings } = await readProjectSettings(context, site.root);
    const old = beyond(machine, site, {
      ...settings,
      ...(options.keep !== undefined && { keepGenerations: options.keep }),
    });
    const folders = old.map(({ number }) => generationFolder(site, number));
    const users = processes.users(folders);
    for (const one of old) {
      const folder = generationFolder(site, one.number);
      const because = usedNow(context, folder, users);
      if (because === undefined) removed.push({ site, ...one });
      else kept.push({ folder, because });
    }
  }
  const told = removed.map(({ site, number, because }) => ({
    folder: generationFolder(site, number),
    number,
    because,
  }));
  const bytes = freedBy(
    machine,
    told.map(({ folder }) => folder),
  );
  const planned: Collection = { status: "planned", removed: told, kept, bytes };
  if (removed.length === 0) return { ...planned, status: "nothing" };
  if (options.dryRun === true) return planned;
  if ((await options.confirm?.(planned)) === false)
    return { status: "cancelled", removed: [], kept, bytes: 0 };
  for (const site of new Set(removed.map((one) => one.site))) {
    const numbers = removed.filter((one) => one.site === site).map(({ number }) => number);
    for (const number of numbers) writeDown(context, site, number);
    await collectGenerations(site, numbers, { bench, processes, forget: forgetting(context) });
  }
  return { ...planned, status: "done" };
}

/** The sites that have a current generation. */
async function sitesOf(
  context: Context,
  all: boolean,
): Promise<readonly (Site & { readonly current: number })[]> {
  const { machine } = context;
  const found = all
    ? (await everyEnvironment(context)).flatMap(({ prefix, generation }) =>
        generation === undefined ? [] : [siteAt(machine, prefix)],
      )
    : projectSites(context, (await readProjectGoal(context, {})).root);
  const sites = new Map(found.map((site) => [`${site.root}\0${site.name}`, site]));
  return [...sites.values()].flatMap((site) =>
    site.current === undefined ? [] : [{ ...site, current: site.current }],
  );
}

function projectSites({ machine }: Context, root: AbsolutePath): readonly Site[] {
  const names = machine.list(join(root, ".burrow", "generations")).filter(({ kind }) => kind === "folder");
  return names.map(({ name }) => siteOf(machine, { root, name, backend: "venv" }));
}

/** A generation that is not kept, and why. */
interface Old {
  readonly number: number;
  readonly because: Reason;
}

/** What is beyond the number to keep, and then beyond the size, oldest first. The newest stays, for the next one is numbered after it. */
function beyond(
  machine: Machine,
  site: Site,
  { keepGenerations: keep, keepGenerationsSize: most }: PlainSettings,
): readonly Old[] {
  const { generations, current } = site;
  const others = generations.filter((number) => number !== current && number !== generations.at(-1));
  const staying = keep - (generations.length - others.length);
  const many = staying <= 0 ? others : others.slice(0, Math.max(0, others.length - staying));
  const because = reason("beyond-number", { keep });
  const old = many.map((number) => ({ number, because }));
  if (most === undefined) return old;
  const rest = others.slice(many.length);
  const folders = rest.map((number) => generationFolder(site, number));
  const fits = freedFrom(machine, folders).findIndex((bytes) => bytes <= most);
  const large = reason("beyond-size", { size: sizeText(most) });
  return [
    ...old,
    ...rest.slice(0, fits === -1 ? rest.length : fits).map((number) => ({ number, because: large })),
  ];
}
