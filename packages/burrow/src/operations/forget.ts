import { BurrowError } from "../model/error.ts";
import type { RememberedEnvironment } from "../model/registry.ts";
import { without } from "../registry/changes.ts";
import type { Context } from "./context.ts";
import { findRemembered } from "./find-remembered.ts";
import { registryOf } from "./memory.ts";

/** What was forgotten. */
export interface Forgotten {
  readonly environment: RememberedEnvironment;
  /** Whether it was the active one; now none is. */
  readonly wasActive: boolean;
  /** Whether its files are there; no file is ever touched. */
  readonly there: boolean;
}

/** Forgets an environment: its reference goes, and who used it; its files stay. Throws `env/not-found` when none is remembered by that id, path or name. */
export async function forget(context: Context, said: string, dryRun = false): Promise<Forgotten> {
  const store = registryOf(context);
  const { registry } = await store.read();
  const environment = findRemembered(context, registry, said);
  if (environment === undefined)
    throw new BurrowError("env/not-found", `no environment \`${said}\` is remembered`, {
      because: "what burrow has not seen or used it does not know",
      hint: "burrow list --all",
    });
  if (!dryRun) await store.update((known) => without(known, environment.id));
  const there = context.machine.status(environment.prefix) !== undefined;
  return { environment, wasActive: registry.active === environment.id, there };
}
