import { parent } from "../../model/path.ts";
import type { StepBase } from "../context.ts";
import { assertFresh } from "../facts.ts";
import { type Prepare, StepFailed } from "../step-kind.ts";
import { syncUpTo } from "../sync.ts";

/** Moves what is in the way of a link to where it is kept, by one rename. Until the link stands there is nothing at its path: the one gap that adopting has. */
export const setAside: Prepare<"set-aside", StepBase> = ({ path, to }, context) => {
  const { bench, place, work, index } = context;
  if (bench.status(to) !== undefined) throw new StepFailed(`\`${to}\` is there already`);
  return {
    undo: [{ kind: "move-back", from: to, to: path }],
    perform: () => {
      bench.makeFolder(parent(to), 0o700);
      syncUpTo(bench, parent(parent(to)), place.guarded); // a power cut may not leave it in a folder that is lost
      assertFresh(bench, place, work, index);
      bench.rename(path, to);
      syncUpTo(bench, parent(to), place.guarded);
      bench.syncFolder(parent(path));
      return Promise.resolve(`kept as ${to}`);
    },
  };
};
