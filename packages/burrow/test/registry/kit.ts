import type { Environment } from "../../src/model/environment.ts";
import type { Interpreter } from "../../src/model/interpreter.ts";
import { absolute, join } from "../../src/model/path.ts";
import type { Reason } from "../../src/model/reason.ts";

const PLATFORM = { os: "linux", arch: "x86_64" } as const;

/** An environment as a survey finds it; one with a generation is burrow's. */
export function environment(
  prefix: string,
  more: Partial<Omit<Environment, "generation" | "broken">> & {
    readonly generation?: number;
    readonly broken?: Reason;
  } = {},
): Environment {
  const { generation, ...rest } = more;
  const path = absolute(prefix);
  const folder = join(path, "..", ".burrow", "generations", "default", String(generation));
  return {
    prefix: path,
    realPrefix: generation === undefined ? path : folder,
    aliases: [],
    kind: "venv",
    executable: join(path, "bin", "python"),
    version: "3.12.4",
    implementation: "cpython",
    platform: PLATFORM,
    layers: [],
    distributions: [],
    ...(generation !== undefined && { generation: { name: "default", number: generation, folder } }),
    writable: true,
    external: false,
    facts: [],
    ...rest,
  };
}

/** An interpreter as a survey finds it. */
export function interpreter(executable: string, version: string): Interpreter {
  const path = absolute(executable);
  return {
    executable: path,
    realPath: path,
    aliases: [],
    prefix: join(path, "..", ".."),
    implementation: "cpython",
    version,
    freeThreaded: false,
    platform: PLATFORM,
    source: "system",
    managed: false,
    evidence: "read",
  };
}
