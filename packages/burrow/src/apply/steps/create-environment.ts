import { parent, type AbsolutePath } from "../../model/path.ts";
import type { Machine } from "../../machine/machine.ts";
import { actWith } from "../engine-act.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";

/** Makes an empty environment where nothing was; taking it back removes the topmost folder that it made. */
export const createEnvironment: Prepare<"create-environment"> = (
  { prefix, python, prompt, systemSitePackages },
  context,
) => {
  const { bench } = context;
  if (bench.status(prefix) !== undefined) throw new StepFailed(`\`${prefix}\` is there already`);
  return {
    undo: [{ kind: "remove-tree", path: topmostMissing(bench, prefix) }],
    perform: async () => {
      bench.makeFolder(parent(prefix));
      await actWith(context, (engine) =>
        engine.create({ prefix, python, prompt, ...(systemSitePackages === true && { systemSitePackages }) }),
      );
      return undefined;
    },
  };
};

/** The topmost folder that would have to be made for a path. */
export function topmostMissing(machine: Machine, path: AbsolutePath): AbsolutePath {
  let missing = path;
  while (machine.status(parent(missing)) === undefined) missing = parent(missing);
  return missing;
}
