import * as v from "valibot";
import type { EnvironmentKind } from "../model/environment.ts";
import type { InterpreterSource } from "../model/interpreter.ts";
import { absolute, isAbsolute } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import { REASONS } from "../model/reasons.ts";
import type { Registry, RememberedEnvironment, RememberedInterpreter } from "../model/registry.ts";

const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/u, "8 hexadecimal digits are wanted"));
const path = v.pipe(v.string(), v.check(isAbsolute, "an absolute path is wanted"), v.transform(absolute));
/** A moment: ISO 8601, UTC. */
export const time = v.pipe(
  v.string(),
  v.isoTimestamp("a time such as `2026-01-31T12:00:00.000Z` is wanted"),
  v.check((text) => !Number.isNaN(Date.parse(text)), "there is no such time"),
);
/** What another version of burrow knows and this does not is left out, and harms nothing. */
const reasons = v.pipe(
  v.array(v.object({ code: v.string(), params: v.record(v.string(), v.union([v.string(), v.number()])) })),
  v.transform((all) => all.filter(({ code }) => Object.hasOwn(REASONS, code)) as readonly Reason[]),
);
const word = <Word extends string>() =>
  v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z-]*$/u, "a word is wanted"),
    v.transform((text) => text as Word),
  );

const remembered = {
  id,
  version: v.exactOptional(v.string()),
  managed: v.boolean(),
  created: time,
  lastUsed: v.exactOptional(time),
  lastVerified: v.exactOptional(time),
  health: v.picklist(["healthy", "broken", "missing", "unknown"]),
  warnings: reasons,
  errors: reasons,
};

const interpreter = v.object({
  ...remembered,
  executable: path,
  realPath: path,
  implementation: v.string(),
  source: word<InterpreterSource>(),
}) satisfies v.GenericSchema<unknown, RememberedInterpreter>;

const environment = v.object({
  ...remembered,
  place: path,
  prefix: path,
  kind: word<EnvironmentKind>(),
  name: v.exactOptional(v.string()),
  executable: v.exactOptional(path),
  project: v.exactOptional(path),
  distributions: v.exactOptional(v.record(v.string(), v.string())),
  tenants: v.array(v.object({ root: path, lastUsed: time })),
}) satisfies v.GenericSchema<unknown, RememberedEnvironment>;

/** What schema 1 of `registry.json` holds. Fields that it does not know are left out. */
export const registrySchema: v.GenericSchema<unknown, Registry> = v.object({
  default: v.exactOptional(v.pipe(v.string(), v.nonEmpty("a version or a path is wanted"))),
  active: v.exactOptional(id),
  interpreters: v.array(interpreter),
  environments: v.array(environment),
});
