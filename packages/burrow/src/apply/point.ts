import type { Machine } from "../machine/machine.ts";
import { type AbsolutePath, isInside, join, relative } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { Step } from "../model/step.ts";
import type { StepBase, TransactionContext, Work } from "./context.ts";
import { transactionPlace } from "./place.ts";
import { runTransaction } from "./run-transaction.ts";
import { type Prepared, StepFailed } from "./step-kind.ts";
import { ignore } from "./steps/ignore.ts";

/** What the ignore files of a project must hold before there is anything of burrow's in it. */
const LINES = [".burrow/"];

/**
 * Points a project's `.burrow/current` to an environment, or takes it away, as a transaction: one rename. Gives the link. The errors are those of `apply`;
 * what stands there and is no link is never replaced.
 */
export async function pointCurrent(
  root: AbsolutePath,
  target: AbsolutePath | undefined,
  context: TransactionContext,
): Promise<AbsolutePath> {
  const { bench } = context;
  const link = join(root, ".burrow", "current");
  if (bench.readLink(link) === textOf(root, target)) return link;
  const why = reason("step-current", { path: target ?? "nothing" });
  const steps: readonly Step[] = [
    ...(target === undefined ? [] : [{ kind: "ignore", root, lines: LINES, why } as const]),
    { kind: "link", path: link, target: target ?? link, why },
  ];
  const work: Work = {
    id: "use",
    action: "use",
    prefix: link,
    steps,
    facts: [],
    pins: [],
    changes: [],
    requirements: [],
    constraints: [],
    tenants: [],
    byHand: [],
    options: [],
  };
  await runTransaction(work, transactionPlace(join(root, ".burrow")), context, async (step, base) => {
    if (step.kind === "ignore") return ignore(step, base);
    return point(base, link, textOf(root, target));
  });
  return link;
}

/** Inside of the project the link moves with it. */
function textOf(root: AbsolutePath, target: AbsolutePath | undefined): string | undefined {
  if (target === undefined) return undefined;
  return isInside(target, root) ? relative(join(root, ".burrow"), target) : target;
}

function point({ bench, kept, place }: StepBase, path: AbsolutePath, text: string | undefined): Prepared {
  const former = linkAt(bench, path);
  return {
    undo: [{ kind: "restore-link", path, made: text ?? "", ...(former !== undefined && { target: former }) }],
    perform: async () => {
      if (text === undefined) bench.removeFile(path);
      else {
        const beside = join(kept, "current-next");
        bench.makeFolder(kept, 0o700);
        bench.makeLink(beside, text);
        bench.rename(beside, path);
      }
      bench.syncFolder(place.folder);
      return undefined;
    },
  };
}

function linkAt(machine: Machine, path: AbsolutePath): string | undefined {
  const kind = machine.status(path)?.kind;
  if (kind !== undefined && kind !== "link") throw new StepFailed(`\`${path}\` is there and is no link`);
  return machine.readLink(path);
}
