import * as v from "valibot";
import type { Machine } from "../machine/machine.ts";
import type { BuiltWheel } from "../model/built.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { parseDirectUrl } from "../standards/direct-url.ts";

/** The file beside a built wheel that says what it was built from. It is written before the folder gets its name, so what bears it is whole. */
export const RECORD_OF_BUILD = "built.json";

const schema = v.object({
  schema: v.literal(1),
  source: v.variant("kind", [
    v.object({ kind: v.literal("address"), url: v.string() }),
    v.object({ kind: v.literal("index"), name: v.string(), specifier: v.string() }),
  ]),
  python: v.string(),
  name: v.string(),
  version: v.string(),
  /** The file's name. */
  wheel: v.pipe(v.string(), v.regex(/^[^/\\]+\.whl$/u)),
  sha256: v.string(),
  /** The text of a `direct_url.json`. */
  directUrl: v.exactOptional(v.string()),
});

/** What is written down of a built wheel. */
export type BuildRecord = Readonly<v.InferOutput<typeof schema>>;

/** The wheels that were built below a folder; what cannot be read is none. Those in `fresh` (their folders) were built by the operation that asks. */
export function builtWheels(
  machine: Machine,
  folder: AbsolutePath,
  fresh: readonly AbsolutePath[],
): readonly BuiltWheel[] {
  return machine.list(folder).flatMap(({ name: entry }) => {
    const place = join(folder, entry);
    const record = readRecord(machine, place);
    if (record === undefined) return [];
    const { source, python, name, version, wheel, sha256 } = record;
    const directUrl = record.directUrl === undefined ? undefined : parseDirectUrl(record.directUrl);
    return {
      source,
      python,
      name,
      version,
      sha256,
      file: join(place, wheel),
      ...(directUrl?.ok === true && { directUrl: directUrl.value }),
      fresh: fresh.includes(place),
    };
  });
}

function readRecord(machine: Machine, place: AbsolutePath): BuildRecord | undefined {
  try {
    const read = v.safeParse(schema, JSON.parse(machine.readText(join(place, RECORD_OF_BUILD)) ?? ""));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
