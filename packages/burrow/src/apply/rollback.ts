import { BurrowError } from "../model/error.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { Site } from "../model/survey.ts";
import { placeOf } from "../plan/place.ts";
import type { TransactionContext, Work } from "./context.ts";
import { readGeneration } from "../survey/inspect/generation-record.ts";
import { generationChanged, readGenerationFiles } from "./generation-files.ts";
import { transactionPlace } from "./place.ts";
import { runTransaction, type Applied } from "./run-transaction.ts";
import { StepFailed } from "./step-kind.ts";
import { link } from "./steps/link.ts";

/** Where the generations of a site are. */
export function generationFolder({ root, name }: Pick<Site, "root" | "name">, number: number): AbsolutePath {
  return join(root, ".burrow", "generations", name, String(number));
}

/**
 * Points a site's link to another of its generations: one rename, offline, as a transaction of its own.
 * Throws `rollback/no-generation`, `rollback/changed` (`details.paths`) when it is no longer what burrow made and that is not accepted, and the errors of `apply`.
 */
export async function rollBackTo(
  site: Site,
  number: number,
  context: TransactionContext,
  { acceptChanges = false }: { readonly acceptChanges?: boolean } = {},
): Promise<Applied> {
  const { bench } = context;
  const target = generationFolder(site, number);
  const files = readGenerationFiles(bench, target);
  if (
    files === undefined ||
    readGeneration(bench, target) === undefined ||
    bench.status(target)?.kind !== "folder"
  )
    throw new BurrowError("rollback/no-generation", `there is no generation \`${number}\``, {
      because: `it is not in \`${join(target, "..")}\``,
    });
  const paths = await generationChanged(bench, target, files);
  if (paths.length > 0 && !acceptChanges)
    throw new BurrowError("rollback/changed", `generation \`${number}\` is no longer what burrow made`, {
      because: `\`${paths[0]}\`${paths.length > 1 ? ` and ${paths.length - 1} more` : ""} changed since`,
      hint: `burrow rollback ${number} --force`,
      details: { paths },
    });
  const path = placeOf(site, false).link;
  const step = { kind: "link", path, target, why: reason("step-link", { path, number }) } as const;
  const work: Work = {
    id: `rollback-${number}`,
    action: "rollback",
    prefix: path,
    steps: [step],
    facts: site.facts,
    pins: [],
    changes: [],
    tenants: [],
    byHand: [],
    options: [],
    requirements: [],
    constraints: [],
  };
  const place = transactionPlace(join(site.root, ".burrow"));
  return await runTransaction(work, place, context, (one, base) => {
    if (one.kind !== "link") throw new StepFailed(`a rollback has no step \`${one.kind}\``);
    return Promise.resolve(link(one, base));
  });
}
