import { finding } from "../model/finding.ts";
import { join } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import type { Check } from "./check.ts";

/** Whether `pyvenv.cfg` still says the version that its base has. */
export const version: Check = {
  name: "version",
  judge: ({ environment: { prefix, version: found, broken }, vitals: { cfgVersion } }) => {
    if (cfgVersion === undefined || found === undefined || broken !== undefined) return undefined;
    if (cfgVersion === found || found.startsWith(`${cfgVersion}.`)) return { findings: [] };
    return {
      findings: [
        finding("version-differs", {
          subject: prefix,
          because: reason("version-differs", { recorded: cfgVersion, found }),
          evidence: [{ path: join(prefix, "pyvenv.cfg"), note: cfgVersion }],
          action: "nothing needs to be done: the minor version is the same",
        }),
      ],
    };
  },
};
