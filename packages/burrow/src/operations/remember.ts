import { noting } from "../machine/noting.ts";
import type { Workbench } from "../machine/workbench.ts";
import { rememberedIn } from "../registry/remembered.ts";
import type { Context } from "./context.ts";
import { programId } from "./program-id.ts";

/**
 * What an operation concluded before, when nothing that it looked at has changed since; else what it concludes now, kept for the next time when it is
 * `worth` it. The operation must come to its answer by the looks of the context that it is given, and by `asked`, alone.
 */
export async function remembered<Value>(
  context: Context,
  asked: Readonly<Record<string, unknown>>,
  worth: (value: Value) => boolean,
  conclude: (context: Context) => Promise<Value>,
): Promise<Value> {
  const { bench, machine, folders, cwd, now } = context;
  const { uid, home } = machine;
  const key = JSON.stringify({ program: programId(machine), uid, home, folders, cwd, ...asked });
  const memory = rememberedIn(bench, folders.cache);
  const known = memory.recall(key);
  if (known !== undefined) return known as Value;
  const began = now();
  const { looks, notes } = noting(machine);
  const value = await conclude({
    ...context,
    machine: Object.assign(Object.create(machine), looks),
    bench: Object.assign(Object.create(bench) as Workbench, looks),
  });
  if (worth(value)) memory.keep({ key, value, notes: notes(), began });
  return value;
}
