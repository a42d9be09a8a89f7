import { BurrowError } from "../model/error.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { type AbsolutePath, isAbsolute, join } from "../model/path.ts";
import { sentence } from "../model/reason.ts";
import type { Registry } from "../model/registry.ts";
import { readAskedPython } from "../plan/asked-python.ts";
import { chooseInterpreter, type InterpreterChoice } from "../plan/choose-interpreter.ts";
import { newReader } from "../plan/new-reader.ts";
import { withDefault } from "../registry/changes.ts";
import { interpretersOf } from "../survey/interpreters.ts";
import type { Context } from "./context.ts";
import { registryOf } from "./memory.ts";
import { rememberMachine } from "./machine/remember-machine.ts";

/** The interpreters of the machine, and which of them serves where nothing else is asked for. */
export interface Pythons {
  readonly interpreters: readonly (Interpreter & { readonly id: string })[];
  /** The id of the default one; absent when none here could be. */
  readonly default?: string;
  /** What was asked for as the default; absent: the newest final release is it. */
  readonly asked?: string;
  /** Whether something was asked for that is not here, so that the newest serves instead. */
  readonly missed: boolean;
}

/** The interpreters of the machine; what is found is remembered. */
export async function pythons(context: Context): Promise<Pythons> {
  const found = await look(context);
  const registry = await rememberMachine(context, {
    environments: [],
    interpreters: found,
    takenAt: new Date(context.now()).toISOString(),
  });
  return answer(found, registry);
}

/** Chooses the default by a version, a path, or the id of one; `none` leaves it to the newest. Throws `python/not-found` when no Python here is meant, or it is not fit. */
export async function choosePython(context: Context, said: string): Promise<Pythons> {
  const { interpreters } = await pythons(context);
  if (said === "none") return choose(context, interpreters, undefined);
  const byId = interpreters.find(({ id }) => id === said);
  const isPath = /[\\/]/u.test(said) || isAbsolute(said);
  const asked = byId?.executable ?? (isPath ? join(context.cwd, said) : said);
  if (readAskedPython(asked, newReader()) === undefined)
    throw new BurrowError("usage/bad-value", `\`${said}\` is no version of Python`, {
      because: "a version such as 3.12, a path, or an id of `burrow python list` is wanted",
      hint: "burrow python list",
    });
  const best = chosenBy(interpreters, asked);
  if (best === undefined) throw notFound(said, asked, interpreters);
  return choose(context, interpreters, asked);
}

async function choose(
  context: Context,
  interpreters: Pythons["interpreters"],
  asked: string | undefined,
): Promise<Pythons> {
  const { registry } = await registryOf(context).update((known) =>
    known.default === asked ? known : withDefault(known, asked),
  );
  return answer(interpreters, registry);
}

function look({ machine, folders, report, signal }: Context): Promise<readonly Interpreter[]> {
  return interpretersOf(machine, { pythons: join(folders.data, "pythons") }, { report, signal });
}

function answer(found: readonly Interpreter[], registry: Registry): Pythons {
  const ids = new Map(registry.interpreters.map(({ realPath, id }) => [realPath, id]));
  const interpreters = found.map((one) => ({ ...one, id: ids.get(one.realPath) ?? "" }));
  const { default: asked } = registry;
  const usual = usualPython(interpreters, registry);
  const chosen = interpreters.find(({ executable }) => executable === usual)?.id;
  return {
    interpreters,
    ...(chosen !== undefined && { default: chosen }),
    ...(asked !== undefined && { asked }),
    missed: asked !== undefined && chosenBy(interpreters, asked) === undefined,
  };
}

/** The executable that serves where nothing else is asked for. */
export function usualPython(
  interpreters: readonly Interpreter[],
  { default: asked }: Pick<Registry, "default">,
): AbsolutePath | undefined {
  return choiceOf(interpreters, asked).eligible[0]?.executable;
}

function choiceOf(interpreters: readonly Interpreter[], asked: string | undefined): InterpreterChoice {
  return chooseInterpreter(interpreters, {
    goal: { python: { specifier: "" } },
    policy: asked === undefined ? {} : { preferredPython: asked },
    reader: newReader(),
  });
}

/** The interpreter that what was asked means, when it may serve. */
function chosenBy(interpreters: readonly Interpreter[], asked: string): Interpreter | undefined {
  const { eligible, because } = choiceOf(interpreters, asked);
  return because.code === "interpreter-default" ? eligible[0] : undefined;
}

function notFound(said: string, asked: string, interpreters: readonly Interpreter[]): BurrowError {
  const there = interpreters.find(({ executable, realPath, aliases }) =>
    [executable, realPath, ...aliases].some((path) => path === asked),
  );
  const unfit = there?.unfit && sentence(there.unfit);
  const versions = [...new Set(interpreters.map(({ version }) => version))].toSorted();
  return new BurrowError("python/not-found", `there is no Python \`${said}\` to be the default`, {
    because: unfit ?? (versions.length === 0 ? "there is none at all" : `there is ${versions.join(", ")}`),
    hint: "burrow python list",
  });
}
