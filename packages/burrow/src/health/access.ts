import { finding } from "../model/finding.ts";
import { reason } from "../model/reason.ts";
import { shellWord } from "../model/shell-word.ts";
import { over, rebuild, type Check } from "./check.ts";

/** Whether this user may read the folders that everything is in. Permissions are its owner's to give; what burrow made is also built anew. */
export const access: Check = {
  name: "access",
  judge: ({ environment: { prefix, generation }, vitals: { locked } }) =>
    over(locked, (folders) =>
      folders.map((path) =>
        finding("unreadable", {
          subject: prefix,
          because: reason("unreadable-place", { path }),
          evidence: [{ path }],
          action: `chmod -R u+rX ${shellWord(path)}`,
          ...(generation !== undefined && { remedy: rebuild(prefix) }),
        }),
      ),
    ),
};
