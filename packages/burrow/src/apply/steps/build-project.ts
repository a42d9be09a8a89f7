import { executableIn } from "../../plan/place.ts";
import { actWith } from "../engine-act.ts";
import type { Prepare } from "../step-kind.ts";
import { undoOfChange } from "./change.ts";

/** Installs the project's folder, editable. What its own build writes outside of the prefix is not taken back. */
export const buildProject: Prepare<"build-project"> = ({ prefix, project }, context) => ({
  undo: undoOfChange(prefix, context),
  perform: async () => {
    const { bench, work } = context;
    const python = executableIn(prefix, bench.platform);
    const { options } = work;
    await actWith(context, (engine) => engine.buildProject({ python, project, options }));
    return undefined;
  },
});
