import type { Machine } from "../machine/machine.ts";
import type { Report } from "../model/event.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { isInside, join } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { parseExternallyManaged } from "../standards/externally-managed.ts";
import { tooOld } from "./read-interpreter.ts";

/** What was answered before, kept by the caller; the key changes when the program does. */
export interface ProbeCache {
  get(key: string): unknown;
  set(key: string, answer: unknown): void;
}

/** What a look at interpreters is given beside the machine. */
export interface ProbeContext {
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly cache?: ProbeCache;
}

/** Interpreters that run at the same time. */
const AT_ONCE = 4;

/** Asks trusted interpreters what disk does not tell, at most four at a time. One that is an environment's after all is left out. */
export async function probeInterpreters(
  machine: Machine,
  interpreters: readonly Interpreter[],
  context: ProbeContext,
): Promise<readonly Interpreter[]> {
  const answered: (Interpreter | undefined)[] = [];
  const queue = [...interpreters.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, interpreter] = next;
      answered[index] = await probed(machine, interpreter, context);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answered.filter((interpreter) => interpreter !== undefined);
}

async function probed(
  machine: Machine,
  interpreter: Interpreter,
  { report, signal, cache }: ProbeContext,
): Promise<Interpreter | undefined> {
  const { executable, realPath } = interpreter;
  const key = keyOf(machine, interpreter);
  // The schema library takes 13 ms to load, and most machines need no probe.
  const { parseProbeAnswer } = await import("./probe-answer.ts");
  const known = cache?.get(key);
  const remembered = known === undefined ? undefined : parseProbeAnswer(known);
  if (remembered?.ok === true) return withAnswer(machine, interpreter, remembered.answer);

  const result = await machine.probe(executable, signal);
  report({ type: "interpreter.probed", executable, seconds: result.seconds });
  const answer = result.ok ? parseProbeAnswer(result.answer) : result;
  if (!answer.ok) return { ...interpreter, unfit: reason("not-an-interpreter", { detail: answer.detail }) };
  if (keyOf(machine, { realPath }) === key) cache?.set(key, answer.answer);
  return withAnswer(machine, interpreter, answer.answer);
}

function keyOf(machine: Machine, { realPath }: Pick<Interpreter, "realPath">): string {
  const status = machine.status(realPath);
  return `${realPath}:${status?.size}:${status?.mtime}:${status?.inode}`;
}

type Answer = Extract<
  ReturnType<typeof import("./probe-answer.ts").parseProbeAnswer>,
  { ok: true }
>["answer"];

/** A script that starts another Python is not the one that it answers for. The Store's are, behind aliases that lead to no path. */
function answersForAnother(
  machine: Machine,
  { realPath, source }: Interpreter,
  { prefix }: Answer,
): Reason | undefined {
  if (source === "store" || isInside(realPath, machine.realPath(prefix) ?? prefix)) return undefined;
  return reason("not-an-interpreter", { detail: `it answers for ${prefix}` });
}

function withAnswer(machine: Machine, interpreter: Interpreter, answer: Answer): Interpreter | undefined {
  if (answer.real_prefix != null || answer.prefix !== answer.base_prefix) return undefined;
  const unfit = answersForAnother(machine, interpreter, answer) ?? tooOld(answer.version);
  const { stdlib } = answer.paths;
  const marker =
    answer.externally_managed && stdlib ? machine.readText(join(stdlib, "EXTERNALLY-MANAGED")) : undefined;
  return {
    ...interpreter,
    prefix: answer.prefix,
    implementation: answer.implementation,
    version: answer.version,
    freeThreaded: answer.gil_disabled,
    ...(answer.externally_managed && { externallyManaged: (marker && parseExternallyManaged(marker)) ?? "" }),
    ...(unfit && { unfit }),
    evidence: "probed",
  };
}
