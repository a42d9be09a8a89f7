import { finding } from "../model/finding.ts";
import { counted, reason } from "../model/reason.ts";
import { join } from "../model/path.ts";
import { few, over, type Check } from "./check.ts";

/** Whether a generation is still what burrow made. */
export const changed: Check = {
  name: "generation",
  judge: ({ environment: { prefix, realPrefix, generation }, vitals: { changed: found } }) => {
    if (generation === undefined) return undefined;
    return over(found, (paths) => {
      if (paths.length === 0) return [];
      return [
        finding("changed-by-hand", {
          subject: prefix,
          because: reason("changed-by-hand-files", {
            what: counted(paths.length, "path"),
            number: generation.number,
            names: few(paths),
          }),
          evidence: paths.slice(0, 20).map((path) => ({ path: join(realPrefix, path) })),
          action: "burrow up keeps what was added by hand, burrow up --exact drops it",
        }),
      ];
    });
  },
};

/** Whether a lock of burrow's was left by a process that has ended. */
export const lockLeft: Check = {
  name: "lock",
  judge: ({ environment: { prefix }, vitals: { deadLock } }) => ({
    findings:
      deadLock === undefined
        ? []
        : [
            finding("lock-left", {
              subject: prefix,
              because: reason("lock-left", { path: deadLock }),
              evidence: [{ path: deadLock }],
              action: "burrow recover",
            }),
          ],
  }),
};
