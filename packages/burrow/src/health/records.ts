import { finding, type Finding, type FindingCode } from "../model/finding.ts";
import type { Environment } from "../model/environment.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { ReasonCode } from "../model/reason.ts";
import { shellWord } from "../model/shell-word.ts";
import type { Ailment } from "../model/vitals.ts";
import { over, rebuild, reinstall, repairCommand, type Check } from "./check.ts";

const CODES: Partial<Record<ReasonCode, FindingCode>> = {
  "files-missing": "files-missing",
  "files-altered": "files-altered",
  "record-missing": "record-missing",
  "editable-gone": "editable-gone",
};

/** Whether the files that each RECORD lists are there. */
export const records: Check = {
  name: "records",
  judge: ({ environment, vitals: { records: found } }) =>
    over(found, (ailments) =>
      ailments.map((one) => unreadable(environment, one) ?? judged(environment.prefix, one)),
    ),
};

/** Whether they are what it says, by their hashes (`--deep`). */
export const hashes: Check = {
  name: "hashes",
  judge: ({ environment: { prefix }, vitals: { hashes: found } }) =>
    over(found, (ailments) => ailments.map((one) => judged(prefix, one))),
};

/** What cannot be read cannot be kept either, so that a change in place could not be taken back: only what burrow made is healed, by building it anew. */
function unreadable({ prefix, generation }: Environment, { info, because }: Ailment): Finding | undefined {
  if (because.code !== "unreadable-files" && because.code !== "unreadable-folder") return undefined;
  const path = String(because.params["path"]);
  return finding("unreadable", {
    subject: prefix,
    because,
    evidence: [{ path: info }],
    ...(generation === undefined
      ? { action: `chmod -R u+rX ${shellWord(path)}` }
      : { action: repairCommand(prefix), remedy: rebuild(prefix) }),
  });
}

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
