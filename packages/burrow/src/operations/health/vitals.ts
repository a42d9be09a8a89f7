import { deadLockIn } from "../../machine/lock-file.ts";
import { generationChanged, readGenerationFiles } from "../../apply/generation-files.ts";
import { checkFiles } from "../../apply/installed-check.ts";
import type { VerifiedFiles } from "../../machine/verified-files.ts";
import type { Environment } from "../../model/environment.ts";
import { join } from "../../model/path.ts";
import { reason } from "../../model/reason.ts";
import type { Ailment, Looked, Vitals } from "../../model/vitals.ts";
import { violations } from "../../plan/breaks.ts";
import { installedIn } from "../../plan/installed.ts";
import { newReader } from "../../plan/new-reader.ts";
import { normalizeName } from "../../standards/name.ts";
import { parsePyvenvCfg } from "../../standards/pyvenv-cfg.ts";
import { lockedFolders } from "../../survey/vitals/access.ts";
import { condaOf } from "../../survey/vitals/conda.ts";
import { librariesOf } from "../../survey/vitals/libraries.ts";
import { openmpIn } from "../../survey/vitals/openmp.ts";
import { recordAilments } from "../../survey/vitals/records.ts";
import { scriptsOf } from "../../survey/vitals/scripts.ts";
import { torchOf } from "../../survey/vitals/torch.ts";
import type { Context } from "../context.ts";
import { alteredCondaFiles } from "./conda-hashes.ts";
import { virtualBreaks } from "./virtual-breaks.ts";
import { importsOf, runOf } from "./run.ts";

/** How closely an environment is looked at. */
export interface Closeness {
  /** Hash every file. */
  readonly deep: boolean;
  /** Import what nothing else needs, where its Python may be run. */
  readonly imports: boolean;
}

/** Looks at everything that the checks of one environment judge. What fails is a skipped look, never a pass. */
export async function vitalsOf(
  context: Context,
  environment: Environment,
  verified: VerifiedFiles,
  { deep, imports }: Closeness,
): Promise<Vitals> {
  const { machine, bench, processes, signal } = context;
  const { realPrefix, prefix } = environment;
  signal.throwIfAborted();
  const cfg = machine.readText(join(realPrefix, "pyvenv.cfg"), 65_536);
  const cfgVersion = cfg === undefined ? undefined : parsePyvenvCfg(cfg).version;
  const run = await attempted(() => runOf(context, environment));
  const conda = condaOf(machine, environment);
  const torch = torchOf(machine, environment);
  const deadLock = deadLockIn(machine, join(realPrefix, ".burrow"), processes);
  const notDeep = { skipped: reason("not-deep", {}) } as const;
  return {
    run,
    ...(cfgVersion !== undefined && { cfgVersion }),
    locked: looked(() => lockedFolders(machine, environment)),
    records:
      environment.broken?.code === "other-platform"
        ? { skipped: reason("broken-first", {}) }
        : looked(() => recordAilments(machine, environment)),
    hashes: deep
      ? await attempted(async () => ({ value: await altered(context, environment, verified) }))
      : notDeep,
    entries: looked(() => entriesOf(context, environment)),
    breaks: looked(() => [...breaksOf(environment), ...virtualBreaks(machine, environment)]),
    scripts: looked(() => scriptsOf(machine, environment)),
    libraries: await attempted(() => Promise.resolve(librariesOf(machine, environment))),
    imports: imports ? await attempted(() => importsOf(context, environment, run)) : notDeep,
    openmp: looked(() => openmpIn(machine, environment)),
    ...(torch && { torch }),
    ...(conda && { conda }),
    ...(conda && {
      condaHashes: deep
        ? await attempted(async () => ({ value: await alteredCondaFiles(context, environment) }))
        : notDeep,
    }),
    ...(environment.generation && { changed: await attempted(() => changedIn(context, realPrefix)) }),
    ...(deadLock && { deadLock }),
    freeBytes: looked(() => Number(bench.freeSpace(prefix))),
  };
}

/** A look that cannot run is skipped with what the system said. */
function looked<Value>(look: () => Value): Looked<Value> {
  try {
    return { value: look() };
  } catch (error) {
    return { skipped: failed(error) };
  }
}

async function attempted<Value>(look: () => Promise<Looked<Value>>): Promise<Looked<Value>> {
  try {
    return await look();
  } catch (error) {
    return { skipped: failed(error) };
  }
}

function failed(error: unknown) {
  return reason("check-failed", { detail: error instanceof Error ? error.message : String(error) });
}

/** Files that are not what their RECORD says. What conda installed has lists of its own: it writes prefixes into files. */
async function altered(
  { bench, signal }: Context,
  { distributions }: Environment,
  verified: VerifiedFiles,
): Promise<readonly Ailment[]> {
  const own = distributions.filter(
    ({ inherited, installer, problems, format }) =>
      !inherited && installer !== "conda" && problems.length === 0 && format === "dist-info",
  );
  const ailments: Ailment[] = [];
  for (const distribution of own) {
    const { problems } = await checkFiles(bench, [distribution], verified, signal);
    const because = problems.find(({ code }) => code === "files-altered");
    if (because !== undefined) ailments.push({ name: distribution.name, info: distribution.info, because });
  }
  return ailments;
}

function entriesOf({ machine }: Context, { layers }: Environment) {
  const own = layers.filter(({ inherited }) => !inherited).map(({ sitePackages }) => sitePackages);
  const real = new Set(own.map((folder) => machine.realPath(folder) ?? folder));
  return [...real].map((folder) => ({ folder, names: machine.names(folder).toSorted() }));
}

function breaksOf(environment: Environment) {
  const installed = installedIn(environment);
  const packages = new Map((environment.packages ?? []).map((one) => [one.name, one.version]));
  const own = new Set([
    ...[...installed.values()].filter(({ inherited }) => !inherited).map(({ name }) => name),
    ...packages.keys(),
  ]);
  return violations({ installed, environment, tenants: [], reader: newReader() })
    .filter(({ name }) => own.has(name))
    .map((one) => {
      const name = /^[A-Za-z0-9._-]+/u.exec(one.needs)?.[0] ?? "";
      const version = packages.get(name) ?? installed.get(normalizeName(name))?.version;
      return { ...one, ...(version !== undefined && { installed: version }) };
    });
}

const IN_SITE = /(?:^|\/)site-packages\//u;

async function changedIn(
  { bench }: Context,
  folder: Environment["realPrefix"],
): Promise<Looked<readonly string[]>> {
  const files = readGenerationFiles(bench, folder);
  if (files === undefined) return { skipped: reason("not-recorded", {}) };
  // What is gone of a distribution is told as that, with what heals it.
  const isTold = (path: string) => IN_SITE.test(path) && bench.status(join(folder, path)) === undefined;
  return { value: (await generationChanged(bench, folder, files)).filter((path) => !isTold(path)) };
}
