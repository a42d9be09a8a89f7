import * as v from "valibot";
import { absolute, baseName, isAbsolute, join, parent } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { Registry, RememberedEnvironment, RememberedInterpreter } from "../model/registry.ts";
import { newId } from "./ids.ts";
import { registrySchema, time } from "./schema.ts";

/**
 * The form of what was read: `schema` where there is one; 0 for a list of runtimes with a `version` up to 1.x, as the manager of embedded Pythons wrote it
 * whose registry this one continues. A later `version` is given as its text: nobody here knows it. Undefined: it is no registry.
 */
export function schemaOf(value: unknown): number | string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { schema, version, runtimes } = value as Readonly<Record<string, unknown>>;
  if (schema !== undefined)
    return Number.isInteger(schema) && Number(schema) > 0 ? Number(schema) : undefined;
  const major = typeof version === "string" ? /^(\d+)(?:\.\d+)*$/u.exec(version)?.[1] : undefined;
  if (major === undefined || !Array.isArray(runtimes)) return undefined;
  return Number(major) > 1 ? String(version) : 0;
}

const runtimeSchema = v.object({
  id: v.string(),
  name: v.exactOptional(v.string()),
  type: v.optional(v.string(), "Unknown"),
  path: v.pipe(v.string(), v.check(isAbsolute), v.transform(absolute)),
  version: v.nullish(v.string()),
  isManaged: v.optional(v.boolean(), false),
  createdAt: v.optional(time, "1970-01-01T00:00:00.000Z"),
  lastUsed: v.nullish(time),
  installedPackages: v.optional(v.record(v.string(), v.string()), {}),
  warnings: v.optional(v.array(v.string()), []),
  errors: v.optional(v.array(v.string()), []),
});
const runtimesSchema = v.object({
  defaultRuntimeId: v.nullish(v.string()),
  runtimes: v.array(runtimeSchema),
});

/** Reads each form up to the present one; the index is its schema. */
export const FORMS: readonly v.GenericSchema<unknown, Registry>[] = [
  v.pipe(runtimesSchema, v.transform(fromRuntimes)),
  registrySchema,
];

type Runtimes = v.InferOutput<typeof runtimesSchema>;
type Runtime = Runtimes["runtimes"][number];

/** What a runtime was is told by its type; how it is now, by the next survey. */
function fromRuntimes({ defaultRuntimeId, runtimes }: Runtimes): Registry {
  const taken = new Set<string>();
  const interpreters: RememberedInterpreter[] = [];
  const environments: RememberedEnvironment[] = [];
  let chosen: Pick<Registry, "default" | "active"> = {};
  for (const runtime of runtimes) {
    const known = /^[0-9a-f]{8}$/u.test(runtime.id) && !taken.has(runtime.id);
    const id = known ? runtime.id : newId(runtime.path, taken);
    taken.add(id);
    const isDefault = runtime.id === defaultRuntimeId;
    if (runtime.type === "VirtualEnv" || runtime.type === "Conda") {
      environments.push(environmentOf(runtime, id));
      if (isDefault) chosen = { active: id };
    } else {
      const interpreter = interpreterOf(runtime, id);
      interpreters.push(interpreter);
      if (isDefault) chosen = { default: interpreter.executable };
    }
  }
  return { ...chosen, interpreters, environments };
}

function environmentOf(runtime: Runtime, id: string): RememberedEnvironment {
  const { name, installedPackages } = runtime;
  const prefix = isProgram(runtime) ? parent(parent(runtime.path)) : runtime.path;
  return {
    ...common(runtime, id),
    place: prefix,
    prefix,
    kind: runtime.type === "Conda" ? "conda" : "venv",
    ...(name !== undefined && { name }),
    ...(runtime.isManaged && { distributions: installedPackages }),
    tenants: [],
  };
}

function interpreterOf(runtime: Runtime, id: string): RememberedInterpreter {
  const { path, isManaged } = runtime;
  const inside = path.startsWith("/") ? join(path, "bin", "python3") : join(path, "python.exe");
  const executable = isProgram(runtime) ? path : inside;
  return {
    ...common(runtime, id),
    executable,
    realPath: executable,
    implementation: "cpython",
    source: isManaged ? "managed" : runtime.type === "System" ? "system" : "other",
  };
}

function common({ version, isManaged, createdAt, lastUsed, warnings, errors }: Runtime, id: string) {
  return {
    id,
    ...(version && { version }),
    managed: isManaged,
    created: createdAt,
    ...(lastUsed && { lastUsed }),
    health: "unknown",
    warnings: noted(warnings),
    errors: noted(errors),
  } as const;
}

function noted(details: readonly string[]) {
  return details.map((detail) => reason("noted-before", { detail }));
}

function isProgram({ path }: Runtime): boolean {
  return /^python[\d.]*(?:\.exe)?$/u.test(baseName(path));
}
