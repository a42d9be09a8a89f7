import { join } from "../../model/path.ts";
import { talkWithConda } from "../engine-act.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";

/** Only the engine's cache and the transaction's own folder change. */
export const fetchPackages: Prepare<"fetch-packages"> = ({ prefix, pins }, context) => ({
  undo: [],
  perform: async () => {
    const scratch = join(context.kept, "packages");
    context.bench.makeFolder(context.kept, 0o700);
    const done = await talkWithConda(context, (engine) => engine.fetch({ prefix, pins, scratch }));
    if (!done.ok) throw new StepFailed(done.detail);
    return undefined;
  },
});
