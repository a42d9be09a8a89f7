import { isInside, join, parent, relative } from "../../model/path.ts";
import type { Undo } from "../../model/journal.ts";
import type { StepBase } from "../context.ts";
import { syncUpTo } from "../sync.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";
import { assertFresh } from "../facts.ts";
import { manifestOf } from "../../survey/inspect/generation-record.ts";

/** Points a link to a generation by one rename: whoever looks sees the old or the new. Refuses where something stands that burrow did not make. */
export const link: Prepare<"link", StepBase> = ({ path, target }, context) => {
  const { bench, kept, place, work, index } = context;
  const generations = join(place.folder, "generations");
  const folder = parent(path);
  const former = bench.readLink(path);
  const isOwn = former !== undefined && isInside(join(folder, former), generations);
  if (bench.status(path) !== undefined && !isOwn)
    throw new StepFailed(`\`${path}\` is there and burrow did not make it`);
  if (!isInside(target, generations) || bench.status(manifestOf(target)) === undefined)
    throw new StepFailed(`\`${target}\` was not verified`);
  const made = relative(folder, target);
  const undo: readonly Undo[] = [
    ...(bench.status(folder) === undefined ? [{ kind: "remove-folder", path: folder } as const] : []),
    { kind: "restore-link", path, made, ...(former !== undefined && { target: former }) },
  ];
  return {
    undo,
    perform: async () => {
      const beside = join(kept, "link-next");
      bench.makeFolder(kept, 0o700);
      bench.makeFolder(folder);
      bench.makeLink(beside, made);
      assertFresh(bench, place, work, index);
      if (bench.readLink(path) !== former) throw new StepFailed(`\`${path}\` changed meanwhile`);
      bench.rename(beside, path);
      syncUpTo(bench, folder, place.guarded);
      return undefined;
    },
  };
};
