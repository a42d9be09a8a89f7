import { converse } from "../../engines/converse.ts";
import { firstUv, uvCandidates, uvFolder } from "../../engines/find-uv.ts";
import { PINNED_UV } from "../../engines/pinned.ts";
import type { Interpreter } from "../../model/interpreter.ts";
import { type AbsolutePath, join } from "../../model/path.ts";
import { distrust } from "../../survey/trust.ts";
import type { Context } from "../context.ts";
import { obtainPinned } from "./obtain-pinned.ts";

/** A uv that answers as uv does. */
export interface FoundUv {
  readonly program: AbsolutePath;
  readonly version: string;
}

/** The uv on PATH, else the one that burrow fetched before; undefined when there is none. Runs `uv --version` of trusted programs only. */
export function findUv({ machine, runner, folders, signal }: Context): Promise<FoundUv | undefined> {
  const trusts = (program: AbsolutePath): boolean => distrust(machine, program) === undefined;
  const candidates = uvCandidates(machine, join(folders.data, "engines"), trusts);
  return converse(firstUv(candidates, machine.env), runner, { signal });
}

/** Fetches uv into burrow's own folder of engines. Throws `engine/unavailable`. */
export async function fetchUv(context: Context, interpreters: readonly Interpreter[]): Promise<FoundUv> {
  const name = context.machine.platform.os === "windows" ? "uv.exe" : "uv";
  const folder = uvFolder(join(context.folders.data, "engines"));
  await obtainPinned(context, PINNED_UV, folder, interpreters, ({ path }) =>
    path.endsWith(`.data/scripts/${name}`) ? name : undefined,
  );
  return { program: join(folder, name), version: PINNED_UV.version };
}
