import type { Machine } from "../machine/machine.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { MachineEnvironment, MachineSurvey } from "../model/machine-survey.ts";
import { isInside, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { child } from "./child.ts";
import { learner } from "./inspect/learned.ts";
import { askedWhereUnread, readInterpreters } from "./interpreters.ts";
import { activePrefixes } from "./locators/active.ts";
import { burrowPlaces } from "./locators/burrow.ts";
import { condaPrefixes } from "./locators/conda.ts";
import { DEEP, rootsOf } from "./locators/home.ts";
import { kernelPrefixes } from "./locators/jupyter.ts";
import { TOOLS } from "./locators/tools.ts";
import { windowsPrefixes } from "./locators/wsl.ts";
import { lostEnvironment } from "./machine-environment.ts";
import { places as noPlaces, type Places } from "./places.ts";
import { noMemory, type SurveyMemory } from "./memory/survey-memory.ts";
import { placeReader } from "./place-reader.ts";
import type { SurveyContext } from "./survey.ts";
import { surveyed } from "./surveyed.ts";
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
  /** Prefixes that are known beforehand, wherever they are; what is no environment any more is passed over. */
  readonly known?: () => readonly AbsolutePath[];
  /** Whether anything is found by itself (`survey.discover`); without, only the roots are looked into. */
  readonly discover: boolean;
}

/** What a survey of the machine is given beside it. */
export interface MachineContext extends SurveyContext {
  /** What it knows from the survey before; absent: nothing. */
  readonly memory?: SurveyMemory;
}

/** Folders that are looked into at most: some seconds of work, and ten times what a busy home has. */
const MOST = 300_000;

/**
 * Looks for every environment and interpreter of the machine, and changes nothing. What is installed in them is not read, and nothing is run
 * but interpreters of which no file tells what they are. Rejects only when the signal aborts.
 */
export function surveyMachine(
  machine: Machine,
  request: MachineRequest,
  context: MachineContext,
): Promise<MachineSurvey> {
  const { signal, memory = noMemory(machine) } = context;
  return surveyed(machine, context, async () => {
    const found = noPlaces(machine);
    if (request.discover)
      for (const [path, real] of memory.conclude("places that are told", () => told(memory.machine)))
        found.add(path, real);
    const walked = await walkAll(machine, request, { places: found, memory, signal });
    if (request.discover) addKnown(found, request);
    const environments = await readAll(machine, found, walked, { memory, signal });
    const interpreters = await interpretersBeside(machine, request, environments, context);
    return {
      interpreters,
      environments,
      folders: walked.folders,
      warnings: walked.bounded ? [reason("survey-bounded", { count: walked.folders })] : [],
    };
  });
}

/** A path, and where it leads. */
type Told = readonly [path: AbsolutePath, real: AbsolutePath];

/** The places that tools and files tell of. */
function told(machine: Machine): readonly Told[] {
  const below = TOOLS.flatMap(({ places }) => places(machine)).flatMap(({ folder, depth }) => {
    const real = machine.realPath(folder);
    return real === undefined ? [] : toldBelow(machine, folder, real, depth);
  });
  const named = [
    ...activePrefixes(machine),
    ...condaPrefixes(machine),
    ...kernelPrefixes(machine),
    ...windowsPrefixes(machine),
  ].flatMap((path): readonly Told[] => {
    const real = machine.realPath(path);
    return real === undefined ? [] : [[path, real]];
  });
  return [...below, ...named];
}

/** The folders so many levels below one; what is a link there is not real, all else is. */
function toldBelow(
  machine: Machine,
  folder: AbsolutePath,
  real: AbsolutePath,
  depth: number,
): readonly Told[] {
  return machine.list(real).flatMap(({ name, kind }): readonly Told[] => {
    if (kind === "file" || kind === "other") return [];
    const path = child(folder, name);
    const leads = kind === "folder" ? child(real, name) : machine.realPath(path);
    if (leads === undefined) return [];
    if (depth > 1) return toldBelow(machine, path, leads, depth - 1);
    return [[path === child(real, name) ? leads : path, leads]];
  });
}

/** Environments where nothing leads to: a project on another disk, a folder that no survey looks into. */
function addKnown(found: Places, { known = () => [], ignore }: MachineRequest): void {
  const seen = new Set(found.all().flatMap(({ paths }) => [...paths]));
  for (const path of known())
    if (!seen.has(path) && !ignore.some((folder) => isInside(path, folder))) found.add(path);
}

async function walkAll(
  machine: Machine,
  { cwd, own, roots, ignore, discover }: MachineRequest,
  aids: Parameters<typeof walk>[2],
): Promise<Walked> {
  const given = roots.map((path) => ({ path, depth: DEEP }));
  const itself = discover ? [...rootsOf(machine, cwd), { path: own, depth: 4 }] : [];
  const walked = await walk(machine, { roots: [...given, ...itself], ignore, most: MOST }, aids);
  for (const folder of walked.burrows) burrowPlaces(machine, folder, aids.places);
  return walked;
}

/** Environments between two turns of the event loop. */
const TURN = 64;

async function readAll(
  machine: Machine,
  found: Places,
  { projects }: Walked,
  { memory, signal }: { readonly memory: SurveyMemory; readonly signal: AbortSignal },
): Promise<readonly MachineEnvironment[]> {
  const read = placeReader(machine, projects, memory);
  const environments: MachineEnvironment[] = [];
  let count = 0;
  for (const place of found.all()) {
    const environment = read(place);
    if (environment !== undefined) environments.push(environment);
    count += 1;
    if (count % TURN === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
  }
  const learned = learner(machine, () => projects);
  const lost = found.allLost().map((path) => lostEnvironment(machine, path, learned));
  return [...environments, ...lost].toSorted((one, other) => (one.prefix < other.prefix ? -1 : 1));
}

/** The interpreters, those that environments were made from among them; what lies in an environment of conda is none of its own. */
async function interpretersBeside(
  machine: Machine,
  { pythons, roots, discover }: MachineRequest,
  environments: readonly MachineEnvironment[],
  context: MachineContext,
): Promise<readonly Interpreter[]> {
  const { memory = noMemory(machine) } = context;
  const executables = environments.flatMap(({ base, health }) =>
    base && health === "healthy" ? base.executable : [],
  );
  const bases = new Set(executables.toSorted());
  const sighted = [...bases].map((executable) => ({ executable, source: "other" as const }));
  const { platform } = machine;
  // The platform is the machine's; what it holds besides is dear to find out.
  const read = memory.conclude(`interpreters ${JSON.stringify([pythons, ...bases])}`, () =>
    readInterpreters(memory.machine, { pythons, sighted }).map(({ ask, interpreter }) => {
      const { platform: _machines, ...rest } = interpreter;
      return { ask, interpreter: rest };
    }),
  );
  const readings = read.map(({ ask, interpreter }) => ({ ask, interpreter: { ...interpreter, platform } }));
  const found = await askedWhereUnread(machine, readings, context);
  const own = new Set(environments.map(({ realPrefix }) => realPrefix));
  return found.filter(
    ({ prefix, executable }) =>
      !own.has(prefix) &&
      (discover || bases.has(executable) || roots.some((root) => isInside(executable, root))),
  );
}
