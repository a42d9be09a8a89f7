import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { reason } from "../../model/reason.ts";
import type { Ailment } from "../../model/vitals.ts";
import { unreadableProblem } from "./access.ts";
import { listedOnce, recordProblem } from "../inspect/record.ts";

/** The installer that keeps lists of its own, which a check of its own compares. */
const OWN_LISTS = "conda";

/** What is wrong with the files of each of its own distributions. */
export function recordAilments(machine: Machine, { distributions, kind }: Environment): readonly Ailment[] {
  const listed = listedOnce(machine);
  return distributions.flatMap((distribution) => {
    const { name, version, info, inherited, editable, problems, installer } = distribution;
    // What is there twice or has no metadata is told as that; half of its files belong to the other.
    if (inherited || problems.length > 0 || installer === OWN_LISTS) return [];
    if (editable !== undefined && machine.target(editable) === undefined)
      return [{ name, info, because: reason("editable-gone", { name, version, path: editable }) }];
    const because = unreadableProblem(machine, distribution) ?? recordProblem(machine, distribution, listed);
    if (because === undefined || (because.code === "record-missing" && kind === "base")) return [];
    return [{ name, info, because }];
  });
}
