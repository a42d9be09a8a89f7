import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import { type AbsolutePath, join, parent } from "../model/path.ts";
import { sizeOf } from "../plan/snapshot.ts";
import { shareable } from "./backup.ts";
import type { Context } from "./context.ts";
import { type ExportFormat, textOf } from "./export-text.ts";
import { settledEnvironment } from "./settled.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/** An environment as text, and where it was written. */
export interface Exported {
  readonly format: ExportFormat;
  readonly text: string;
  readonly distributions: number;
  /** Absent when it was only printed. */
  readonly file?: AbsolutePath;
}

/** Writes what one environment holds, by default the project's, without secrets. Throws `env/not-found`, `export/impossible`, and `usage/bad-value` when something stands at the file. */
export async function exportEnvironment(
  context: Context,
  {
    env,
    format,
    to,
    offline = false,
  }: {
    readonly env?: string;
    readonly format: ExportFormat;
    readonly to?: string;
    readonly offline?: boolean;
  },
): Promise<Exported> {
  const { bench, cwd } = context;
  const environment = await settledEnvironment(context, env);
  const snapshot = shareable(takeSnapshot(context, asSeenBy(format, environment), { occasion: "asked" }));
  const text = await textOf(context, environment, snapshot, { format, offline });
  const told = { format, text, distributions: sizeOf(snapshot) };
  if (to === undefined) return told;
  const file = join(cwd, to);
  if (bench.status(file) !== undefined)
    throw new BurrowError("usage/bad-value", `\`${file}\` is there already`, {
      because: "an export is never written over something",
    });
  bench.makeFolder(parent(file));
  bench.writeFile(file, text, 0o600);
  return { ...told, file };
}

/** pip's forms know of no packages of conda's: for them whatever Python could import is a distribution. */
function asSeenBy(format: ExportFormat, { packages, ...environment }: Environment): Environment {
  const isPips = format === "requirements" || format === "pylock";
  return isPips || packages === undefined ? environment : { ...environment, packages };
}
