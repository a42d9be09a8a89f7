import { createHash } from "node:crypto";
import * as v from "valibot";
import { factOf } from "../machine/fact.ts";
import type { Machine } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import { type AbsolutePath, join } from "../model/path.ts";

const fileSchema = v.object({ schema: v.literal(1), succeeded: v.record(v.string(), v.string()) });

/** An environment in which hooks of a project run. */
export interface HookPlace {
  readonly project: AbsolutePath;
  /** Links resolved; of a generation, its folder. */
  readonly prefix: AbsolutePath;
  /** What stays the same from generation to generation: the folder of all of them, else the prefix. */
  readonly environment: AbsolutePath;
}

/** The folder that a project's hooks may keep things in, one for each environment and project: generations share it. */
export function stateFolder(data: AbsolutePath, place: HookPlace): AbsolutePath {
  return join(folderOf(data, place), "state");
}

/** Whether a hook, by the SHA-256 (hex) of its content, did its work in the environment as it stands. */
export function hasSucceeded(
  machine: Machine,
  data: AbsolutePath,
  place: HookPlace,
  sha256: string,
): boolean {
  return read(machine, data, place)[sha256] === identityOf(machine, place.prefix);
}

/** Remembers that a hook did its work; what is forgotten only runs once more. Throws the system's error. */
export function rememberSuccess(
  bench: Workbench,
  data: AbsolutePath,
  place: HookPlace,
  sha256: string,
): void {
  const identity = identityOf(bench, place.prefix);
  const content = { schema: 1, succeeded: { ...read(bench, data, place), [sha256]: identity } };
  bench.makeFolder(folderOf(data, place), 0o700);
  bench.writeFile(fileOf(data, place), `${JSON.stringify(content)}\n`, 0o600);
}

function read(
  machine: Machine,
  data: AbsolutePath,
  place: HookPlace,
): Readonly<Record<string, string | undefined>> {
  try {
    return v.parse(fileSchema, JSON.parse(machine.readText(fileOf(data, place)) ?? "")).succeeded;
  } catch {
    return {};
  }
}

/** What tells an environment from a later one at the same place: its `pyvenv.cfg` (PEP 405), which is written once; else the folder itself. */
function identityOf(machine: Machine, prefix: AbsolutePath): string {
  const { was } = factOf(machine, join(prefix, "pyvenv.cfg"));
  const told = was === "absent" ? String(machine.status(prefix)?.inode ?? "absent") : was;
  return `${prefix}:${told}`;
}

function fileOf(data: AbsolutePath, place: HookPlace): AbsolutePath {
  return join(folderOf(data, place), "succeeded.json");
}

function folderOf(data: AbsolutePath, { project, environment }: HookPlace): AbsolutePath {
  const key = createHash("sha256").update(`${project}\0${environment}`).digest("hex").slice(0, 16);
  return join(data, "hooks", key);
}
