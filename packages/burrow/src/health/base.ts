import { finding, type FindingCode } from "../model/finding.ts";
import type { ReasonCode } from "../model/reason.ts";
import type { Check } from "./check.ts";
import { rebuild, repairCommand } from "./check.ts";

/** What a survey calls broken, by the finding that it is. */
const CODES: Partial<Record<ReasonCode, FindingCode>> = {
  "base-gone": "base-gone",
  "no-executable": "no-executable",
  "other-platform": "other-platform",
  moved: "moved",
  "unfinished-journal": "unfinished-change",
};

/** Whether its base is there, its own Python is, it was made for this platform, it lies where it was made, and no change of it was interrupted. */
export const base: Check = {
  name: "base",
  judge: ({ environment: { prefix, broken } }) => {
    const code = broken && CODES[broken.code];
    if (broken === undefined || code === undefined) return { findings: [] };
    const path = broken.params["path"];
    const unfinished = code === "unfinished-change";
    return {
      findings: [
        finding(code, {
          subject: prefix,
          because: broken,
          evidence: typeof path === "string" ? [{ path: path as typeof prefix }] : [],
          action: unfinished ? "burrow recover" : repairCommand(prefix),
          ...(!unfinished && { remedy: rebuild(prefix) }),
        }),
      ],
    };
  },
};
