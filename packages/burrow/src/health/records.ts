import { finding, type Finding, type FindingCode } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { ReasonCode } from "../model/reason.ts";
import type { Ailment } from "../model/vitals.ts";
import { over, reinstall, repairCommand, type Check } from "./check.ts";

const CODES: Partial<Record<ReasonCode, FindingCode>> = {
  "files-missing": "files-missing",
  "files-altered": "files-altered",
  "record-missing": "record-missing",
  "editable-gone": "editable-gone",
};

/** Whether the files that each RECORD lists are there. */
export const records: Check = {
  name: "records",
  judge: ({ environment: { prefix }, vitals: { records: found } }) =>
    over(found, (ailments) => ailments.map((one) => judged(prefix, one))),
};

/** Whether they are what it says, by their hashes (`--deep`). */
export const hashes: Check = {
  name: "hashes",
  judge: ({ environment: { prefix }, vitals: { hashes: found } }) =>
    over(found, (ailments) => ailments.map((one) => judged(prefix, one))),
};

function judged(prefix: AbsolutePath, { name, info, because }: Ailment): Finding {
  const code = CODES[because.code] ?? "files-missing";
  return finding(code, {
    subject: prefix,
    because,
    evidence: [{ path: info }],
    action: repairCommand(prefix),
    remedy: reinstall(prefix, [name]),
  });
}
