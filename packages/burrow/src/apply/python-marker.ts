import * as v from "valibot";
import type { Machine } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import { join, parent, type AbsolutePath } from "../model/path.ts";

/** The name of the file, beside the executable, that says what a folder was unpacked from. It is written last, so what bears it is whole. */
const MARKER = "burrow-python.json";

const schema = v.object({ schema: v.literal(1), version: v.string(), sha256: v.string() });

/** What a Python was unpacked from. */
export interface PythonMarker {
  readonly version: string;
  /** Of its archive, hexadecimal. */
  readonly sha256: string;
}

/** The marker beside an executable; undefined when burrow did not unpack it. */
export function readPythonMarker(machine: Machine, executable: AbsolutePath): PythonMarker | undefined {
  let data: unknown;
  try {
    data = JSON.parse(machine.readText(join(parent(executable), MARKER), 4096) ?? "");
  } catch {
    return undefined;
  }
  const read = v.safeParse(schema, data);
  return read.success ? { version: read.output.version, sha256: read.output.sha256 } : undefined;
}

/** Writes the marker beside an executable. */
export function writePythonMarker(
  bench: Workbench,
  executable: AbsolutePath,
  { version, sha256 }: PythonMarker,
): void {
  const text = `${JSON.stringify({ schema: 1, version, sha256 })}\n`;
  bench.writeFile(join(parent(executable), MARKER), text, 0o644);
}
