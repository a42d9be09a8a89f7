import { executableIn } from "../../plan/place.ts";
import { actWith } from "../engine-act.ts";
import type { Prepare } from "../step-kind.ts";
import { undoOfChange } from "./change.ts";
import { clearTheWay } from "./clear-the-way.ts";

/** Removes distributions by name. */
export const uninstall: Prepare<"uninstall"> = ({ prefix, names }, context) => ({
  undo: undoOfChange(prefix, context),
  perform: async () => {
    const python = executableIn(prefix, context.bench.platform);
    await clearTheWay(prefix, names, context);
    await actWith(context, (engine) => engine.uninstall({ python, names }));
    return undefined;
  },
});
