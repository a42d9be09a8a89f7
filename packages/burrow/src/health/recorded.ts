import { finding } from "../model/finding.ts";
import { reason } from "../model/reason.ts";
import { few, rebuild, repairCommand, type Check } from "./check.ts";

/** Whether all that burrow installed into a generation is there. */
export const recorded: Check = {
  name: "recorded",
  judge: ({ environment: { prefix, generation, distributions, packages = [], broken } }) => {
    if (generation === undefined || broken !== undefined) return undefined;
    if (generation.recorded === undefined) return { skipped: reason("not-recorded", {}) };
    const there = new Set([...distributions, ...packages].map(({ name }) => name)); // conda has packages that are no distributions
    const gone = generation.recorded.filter(({ name }) => !there.has(name));
    if (gone.length === 0) return { findings: [] };
    return {
      findings: [
        finding("recorded-missing", {
          subject: prefix,
          because: reason("recorded-missing", {
            names: few(gone.map(({ name, version }) => `${name} ${version}`)),
          }),
          evidence: [{ path: generation.folder }],
          action: repairCommand(prefix),
          remedy: rebuild(prefix),
        }),
      ],
    };
  },
};
