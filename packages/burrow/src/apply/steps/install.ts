import type { AbsolutePath } from "../../model/path.ts";
import { executableIn } from "../../plan/place.ts";
import { actWith } from "../engine-act.ts";
import { recordOrigins } from "../record-origin.ts";
import type { StepContext } from "../context.ts";
import type { Prepare } from "../step-kind.ts";
import { undoOfChange } from "./change.ts";
import { clearTheWay } from "./clear-the-way.ts";
import { scratchOf } from "./fetch.ts";

/** Installs the pins; without the network when they were fetched before. */
export const install: Prepare<"install"> = ({ prefix, pins }, context) => ({
  undo: undoOfChange(prefix, context),
  perform: async () => {
    const { bench, work, link, index } = context;
    const scratch = scratchOf(context);
    bench.makeFolder(scratch, 0o700);
    const offline = work.steps.slice(0, index).some(({ kind }) => kind === "fetch");
    const python = executableIn(prefix, bench.platform);
    const { options } = work;
    const request = { python, pins, options, scratch, offline, link, empty: isEmpty(prefix, context) };
    await clearTheWay(
      prefix,
      pins.map(({ name }) => name),
      context,
    );
    await actWith(context, (engine) => engine.install(request));
    if (pins.some(({ directUrl }) => directUrl !== undefined))
      recordOrigins(bench, pins, (await context.verify(prefix)).distributions);
    return undefined;
  },
});

/** Whether the environment was made just before, and nothing else put anything into it. */
function isEmpty(prefix: AbsolutePath, { work, index }: StepContext): boolean {
  const before = work.steps.slice(0, index).filter((step) => "prefix" in step && step.prefix === prefix);
  return before.length === 1 && before[0]?.kind === "create-environment";
}
