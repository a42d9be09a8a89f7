import * as v from "valibot";
import type { Machine } from "../../machine/machine.ts";
import { absolute, isAbsolute, type AbsolutePath } from "../../model/path.ts";

const absolutePath = v.pipe(v.string(), v.check(isAbsolute), v.transform(absolute));
const generationSchema = v.object({
  schema: v.literal(1),
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  prefix: absolutePath,
  /** ISO 8601, UTC. */
  createdAt: v.string(),
  command: v.string(),
  plan: v.string(),
  action: v.string(),
  python: v.exactOptional(v.object({ executable: absolutePath, version: v.string() })),
  pins: v.array(
    v.object({
      name: v.string(),
      version: v.string(),
      hashes: v.array(v.string()),
      url: v.exactOptional(v.string()),
      bytes: v.exactOptional(v.number()),
    }),
  ),
  changes: v.array(
    v.object({ name: v.string(), from: v.exactOptional(v.string()), to: v.exactOptional(v.string()) }),
  ),
  /** Names of what a person had added by hand before, and it carries over. */
  byHand: v.exactOptional(v.array(v.string())),
  /** The projects that it was built to serve beside its own. */
  tenants: v.exactOptional(v.array(absolutePath)),
});

/** What burrow wrote down of a generation when it was made: `<root>/.burrow/generations/<name>/<n>.json`. Small, because every survey reads it. */
export type GenerationRecord = Readonly<v.InferOutput<typeof generationSchema>>;

/** The record's file, beside the generation's folder. */
export function manifestOf(generation: AbsolutePath): AbsolutePath {
  return absolute(`${generation}.json`);
}

/** Reads a generation's record; undefined when it is not there, of another schema, or cannot be read. */
export function readGeneration(machine: Machine, generation: AbsolutePath): GenerationRecord | undefined {
  const read = v.safeParse(generationSchema, readJson(machine, manifestOf(generation)));
  return read.success ? read.output : undefined;
}

function readJson(machine: Machine, path: AbsolutePath): unknown {
  try {
    return JSON.parse(machine.readText(path, Infinity) ?? "");
  } catch {
    return undefined;
  }
}
