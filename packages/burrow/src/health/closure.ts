import { finding } from "../model/finding.ts";
import { reason } from "../model/reason.ts";
import { over, reinstall, repairCommand, type Check } from "./check.ts";

/** Whether everything that an installed distribution needs is installed, at a version that it accepts. */
export const closure: Check = {
  name: "requirements",
  judge: ({ environment: { prefix }, vitals: { breaks } }) =>
    over(breaks, (found) =>
      found.map(({ name, version, needs, installed }) =>
        installed === undefined
          ? finding("requirement-missing", {
              subject: prefix,
              because: reason("needs-missing", { name, version, needs }),
              action: repairCommand(prefix),
              remedy: reinstall(prefix, []),
            })
          : finding("requirement-conflict", {
              subject: prefix,
              because: reason("needs-other", { name, version, needs, installed }),
              action: "burrow up, in the project that it serves",
            }),
      ),
    ),
};
