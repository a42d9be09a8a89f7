import type { Machine } from "../machine/machine.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { MachineEnvironment, MachineSurvey } from "../model/machine-survey.ts";
import { isInside, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { child } from "./child.ts";
import { learner } from "./inspect/learned.ts";
import { interpretersOf } from "./interpreters.ts";
import { activePrefixes } from "./locators/active.ts";
import { burrowPlaces } from "./locators/burrow.ts";
import { condaPrefixes } from "./locators/conda.ts";
import { DEEP, rootsOf } from "./locators/home.ts";
import { kernelPrefixes } from "./locators/jupyter.ts";
import { TOOLS } from "./locators/tools.ts";
import { windowsPrefixes } from "./locators/wsl.ts";
import { environmentAt, environmentReader, lostEnvironment } from "./machine-environment.ts";
import { places as noPlaces, type Places } from "./places.ts";
import type { SurveyContext } from "./survey.ts";
import { walk, type Walked } from "./walk.ts";

/** What a survey of the machine looks for. */
export interface MachineRequest {
  /** The folder of the Pythons that burrow installed. */
  readonly pythons: AbsolutePath;
  /** Where burrow keeps environments that are tied to no project. */
  readonly own: AbsolutePath;
  /** Where somebody is; looked into as well. */
  readonly cwd?: AbsolutePath;
  /** Folders to look into beside what is found by itself (`survey.roots`). */
  readonly roots: readonly AbsolutePath[];
  /** Folders to leave alone (`survey.ignore`). */
  readonly ignore: readonly AbsolutePath[];
  /** Whether anything is found by itself (`survey.discover`); without, only the roots are looked into. */
  readonly discover: boolean;
}

/** Folders that are looked into at most: some seconds of work, and ten times what a busy home has. */
const MOST = 300_000;

/**
 * Looks for every environment and interpreter of the machine, and changes nothing. What is installed in them is not read, and nothing is run
 * but interpreters of which no file tells what they are. Rejects only when the signal aborts.
 */
export async function surveyMachine(
  machine: Machine,
  request: MachineRequest,
  context: SurveyContext,
): Promise<MachineSurvey> {
  const { report, signal, now } = context;
  const started = now();
  report({ type: "survey.started" });
  const found = noPlaces(machine);
  if (request.discover) locate(machine, found);
  const walked = await walkAll(machine, request, found, signal);
  const environments = await readAll(machine, found, walked, signal);
  const interpreters = await interpretersBeside(machine, request, environments, context);
  report({
    type: "survey.finished",
    environments: environments.length,
    interpreters: interpreters.length,
    seconds: (now() - started) / 1000,
  });
  return {
    schema: 1,
    id: `survey-${started.toString(36)}`,
    takenAt: new Date(started).toISOString(),
    platform: machine.platform,
    interpreters,
    environments,
    folders: walked.folders,
    warnings: walked.bounded ? [reason("survey-bounded", { count: walked.folders })] : [],
  };
}

/** The places that tools and files tell of. */
function locate(machine: Machine, found: Places): void {
  for (const { places } of TOOLS)
    for (const { folder, depth } of places(machine)) {
      const real = machine.realPath(folder);
      if (real !== undefined) locateBelow(machine, found, folder, real, depth);
    }
  const told = [
    ...activePrefixes(machine),
    ...condaPrefixes(machine),
    ...kernelPrefixes(machine),
    ...windowsPrefixes(machine),
  ];
  for (const path of told) found.add(path);
}

/** Notes the folders so many levels below one; what is a link there is not real, all else is. */
function locateBelow(
  machine: Machine,
  found: Places,
  folder: AbsolutePath,
  real: AbsolutePath,
  depth: number,
): void {
  for (const { name, kind } of machine.list(real)) {
    if (kind === "file" || kind === "other") continue;
    const path = child(folder, name);
    const leads = kind === "folder" ? child(real, name) : machine.realPath(path);
    if (leads === undefined) continue;
    if (depth === 1) found.add(path === child(real, name) ? leads : path, leads);
    else locateBelow(machine, found, path, leads, depth - 1);
  }
}

async function walkAll(
  machine: Machine,
  { cwd, own, roots, ignore, discover }: MachineRequest,
  found: Places,
  signal: AbortSignal,
): Promise<Walked> {
  const told = roots.map((path) => ({ path, depth: DEEP }));
  const itself = discover ? [...rootsOf(machine, cwd), { path: own, depth: 4 }] : [];
  const walked = await walk(machine, { roots: [...told, ...itself], ignore, most: MOST }, found, signal);
  for (const folder of walked.burrows) burrowPlaces(machine, folder, found);
  return walked;
}

/** Environments between two turns of the event loop. */
const TURN = 64;

async function readAll(
  machine: Machine,
  found: Places,
  { projects }: Walked,
  signal: AbortSignal,
): Promise<readonly MachineEnvironment[]> {
  const learned = learner(machine, () => projects);
  const reader = environmentReader(machine);
  const environments: MachineEnvironment[] = [];
  let count = 0;
  for (const place of found.all()) {
    const environment = environmentAt(reader, place, learned);
    if (environment !== undefined) environments.push(environment);
    count += 1;
    if (count % TURN === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
  }
  const lost = found.allLost().map((path) => lostEnvironment(machine, path, learned));
  return [...environments, ...lost].toSorted((one, other) => (one.prefix < other.prefix ? -1 : 1));
}

/** The interpreters, those that environments were made from among them; what lies in an environment of conda is none of its own. */
async function interpretersBeside(
  machine: Machine,
  { pythons, roots, discover }: MachineRequest,
  environments: readonly MachineEnvironment[],
  context: SurveyContext,
): Promise<readonly Interpreter[]> {
  const bases = new Set(
    environments.flatMap(({ base, health }) => (base && health === "healthy" ? base.executable : [])),
  );
  const sighted = [...bases].map((executable) => ({ executable, source: "other" as const }));
  const found = await interpretersOf(machine, { pythons, sighted }, context);
  const own = new Set(environments.map(({ realPrefix }) => realPrefix));
  return found.filter(
    ({ prefix, executable }) =>
      !own.has(prefix) &&
      (discover || bases.has(executable) || roots.some((root) => isInside(executable, root))),
  );
}
