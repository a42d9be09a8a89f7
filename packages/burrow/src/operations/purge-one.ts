import { codeOf } from "../machine/error-code.ts";
import { BurrowError } from "../model/error.ts";
import type { Failed } from "../model/history.ts";
import type { AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Site } from "../model/survey.ts";
import { systemRefusal } from "../model/system-error.ts";
import { purgeEnvironment } from "../apply/purge.ts";
import { generationFolder } from "../apply/rollback.ts";
import { withoutPurged } from "../registry/changes.ts";
import { readGeneration } from "../survey/inspect/generation-record.ts";
import { siteOfMade } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { registryOf } from "./memory.ts";
import { type Asked, staysBecause } from "./purge-stays.ts";
import { currentState } from "./states.ts";
import { writeDown } from "./write-down.ts";

/** An environment that was found to be one that may go. */
export interface Chosen extends Asked {
  /** The folder of its generations. */
  readonly place: AbsolutePath;
  /** When each of its generations was made, by its number: what somebody agrees to. */
  readonly made: ReadonlyMap<number, string | undefined>;
}

/** What came of one environment. */
export type Outcome =
  | { readonly kind: "gone" }
  | { readonly kind: "stays"; readonly because: Reason }
  | { readonly kind: "failed"; readonly failed: Failed };

/** Removes one environment. Looks once more with the lock held: while somebody was asked, much may have happened. Throws what is no failure of it alone. */
export async function removeOne(context: Context, chosen: Chosen): Promise<Outcome> {
  const { bench, machine, processes } = context;
  const { one, site, place, made } = chosen;
  const store = registryOf(context);
  const before = async (): Promise<void> => {
    if (machine.status(place) === undefined)
      throw new Stays(reason("not-an-environment", { path: one.prefix }));
    const { registry } = await store.read();
    const now = siteOfMade(machine, site, one);
    const number = [...madeOf(context, now)].find(([at, when]) => made.get(at) !== when)?.[0];
    const because =
      number === undefined
        ? await staysBecause(context, { ...chosen, site: now }, registry)
        : reason("made-meanwhile", { number });
    if (because !== undefined) throw new Stays(because);
    for (const each of now.generations) writeDown(context, now, each);
    if (now.current !== undefined) currentState(context, now.link);
  };
  /** The folder of generations identifies it; where people used it, it may have been chosen by another path than is remembered. */
  const forget = async (environment: AbsolutePath): Promise<void> => {
    const prefix = environment === place ? one.prefix : undefined;
    await store.update((known) => withoutPurged(known, environment, prefix));
  };
  return attempt(one.prefix, async () => {
    await purgeEnvironment(site, { bench, processes, before, forget });
    return { kind: "gone" };
  });
}

/** What comes of it, also where it is refused: by another burrow that holds the lock, or by the system. Throws what is neither. */
export async function attempt<Value>(
  prefix: AbsolutePath,
  act: () => Promise<Value>,
): Promise<Value | Exclude<Outcome, { readonly kind: "gone" }>> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof Stays) return { kind: "stays", because: cause.because };
    const error = errorOf(cause);
    if (error === undefined) throw cause;
    const { code, message, because, hint, details } = error;
    const { pid } = details;
    if (code === "apply/locked" && typeof pid === "number")
      return { kind: "stays", because: reason("lock-held", { pid }) };
    const why = { ...(because !== undefined && { because }), ...(hint !== undefined && { hint }) };
    return { kind: "failed", failed: { prefix, code, message, ...why } };
  }
}

/** When each generation of a site was made. */
export function madeOf({ machine }: Context, site: Site): Chosen["made"] {
  return new Map(
    site.generations.map((number) => [
      number,
      readGeneration(machine, generationFolder(site, number))?.createdAt,
    ]),
  );
}

/** Whatever the system says of one environment, as an error of the table; undefined for what is a bug. */
function errorOf(cause: unknown): BurrowError | undefined {
  if (cause instanceof BurrowError) return cause;
  const refusal = systemRefusal(cause);
  if (refusal !== undefined || codeOf(cause) === undefined) return refusal;
  const because = cause instanceof Error ? cause.message : String(cause);
  return new BurrowError("apply/rolled-back", "it could not be removed", { because, cause });
}

/** It must stay after all: nothing was removed. */
class Stays extends Error {
  readonly because: Reason;

  constructor(because: Reason) {
    super();
    this.because = because;
  }
}
