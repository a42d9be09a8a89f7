import { join } from "../../model/path.ts";
import type { StepContext } from "../context.ts";
import { actWith } from "../engine-act.ts";
import type { Prepare } from "../step-kind.ts";

/** Where the engine keeps what it fetched, between `fetch` and `install`. */
export function scratchOf({ kept }: Pick<StepContext, "kept">) {
  return join(kept, "scratch");
}

/** Only the engine's cache and the transaction's own folder change. */
export const fetchPins: Prepare<"fetch"> = ({ python, pins }, context) => ({
  undo: [],
  perform: async () => {
    const scratch = scratchOf(context);
    const { bench, work } = context;
    bench.makeFolder(scratch, 0o700);
    const { options } = work;
    await actWith(context, (engine) => engine.fetch({ python, pins, options, scratch }));
    return undefined;
  },
});
