import type { AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import { executableIn } from "../plan/place.ts";
import type { StepContext } from "./context.ts";
import { actWith } from "./engine-act.ts";
import { scratchOf } from "./steps/fetch.ts";

/**
 * Installs anew, past the engine's cache, what the cache gave in another state than its RECORD says: an environment that shares files with a cache by hard
 * links and edits one changes what every other gets. Says which, and gives whether there was any: of the problems, only those of what this transaction installed can be mended so.
 */
export async function installedAnew(
  prefix: AbsolutePath,
  problems: readonly Reason[],
  context: StepContext,
): Promise<boolean> {
  const { bench, work, report } = context;
  const wrong = new Set(
    problems.flatMap(({ code, params }) =>
      code === "files-altered" || code === "files-missing" ? [params["name"]] : [],
    ),
  );
  const pins = work.steps
    .flatMap((step) => (step.kind === "install" && step.prefix === prefix ? step.pins : []))
    .filter(({ name }) => wrong.has(name));
  if (pins.length === 0) return false;
  let engine = "";
  await actWith(context, (one) => {
    engine = one.name;
    return one.install({
      python: executableIn(prefix, bench.platform),
      pins,
      options: work.options,
      scratch: scratchOf(context),
      offline: false,
      link: false,
      anew: true,
    });
  });
  for (const { name, version } of pins)
    report({ type: "warning", warning: reason("cache-poisoned", { name, version, engine }) });
  return true;
}
