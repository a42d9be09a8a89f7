import type { VerifiedFiles } from "../machine/verified-files.ts";
import type { Workbench } from "../machine/workbench.ts";
import type { Distribution } from "../model/distribution.ts";
import { baseName, isInside, join, parent, type AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { isByteCode } from "../standards/record.ts";
import { isWhole } from "./installed-check.ts";
import { recordOf } from "./installed-files.ts";
import { copied, farmed } from "./preserved.ts";

/** Where what stood before the change is kept. */
export interface OverwrittenContext {
  readonly verified: VerifiedFiles;
  readonly preserved: AbsolutePath;
  /** The real path of the prefix. */
  readonly guarded: AbsolutePath;
}

/**
 * The distributions that a change was not to touch and of which it overwrote a file: two RECORDs list the same path, and the file is no longer
 * what the former one's says, although it was. Installers let the last one win and say nothing.
 */
export async function overwritten(
  bench: Workbench,
  own: readonly Distribution[],
  changed: ReadonlySet<string>,
  { verified, preserved, guarded }: OverwrittenContext,
): Promise<readonly Reason[]> {
  const placedBy = new Map(
    own
      .filter(({ name }) => changed.has(name))
      .flatMap((one) => (recordOf(bench, one) ?? []).map(({ at }) => [at, one] as const)),
  );
  const problems: Reason[] = [];
  for (const other of own.filter(({ name }) => !changed.has(name)))
    for (const file of recordOf(bench, other) ?? []) {
      const by = placedBy.get(file.at);
      if (by === undefined || isByteCode(file.path) || (await isWhole(bench, file, verified))) continue;
      const former = formerOf(bench, file.at, preserved, guarded);
      if (former !== undefined && !(await isWhole(bench, { ...file, at: former }, verified))) continue;
      const { name, version } = other;
      problems.push(
        reason("overwritten", { name, version, by: `${by.name} ${by.version}`, path: file.path }),
      );
      break;
    }
  return problems;
}

/** The file as it was preserved; undefined when it was not. */
function formerOf(
  bench: Workbench,
  at: AbsolutePath,
  preserved: AbsolutePath,
  guarded: AbsolutePath,
): AbsolutePath | undefined {
  const folder = bench.realPath(parent(at));
  if (folder === undefined || !isInside(folder, guarded)) return undefined;
  const path = join(folder, baseName(at)).slice(guarded.length + 1);
  return [copied(preserved, path), farmed(preserved, path)].find((one) => bench.status(one)?.kind === "file");
}
