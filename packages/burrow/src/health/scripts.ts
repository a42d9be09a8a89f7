import { finding, type Finding, type FindingCode } from "../model/finding.ts";
import { baseName, type AbsolutePath } from "../model/path.ts";
import { counted, reason, type Reason } from "../model/reason.ts";
import type { Script } from "../model/vitals.ts";
import { few, over, reinstall, repairCommand, type Check } from "./check.ts";

/** Whether the programs of the environment can start. Where the whole environment is moved or its base is gone, that says it all. */
export const scripts: Check = {
  name: "scripts",
  judge: ({ environment: { prefix, broken }, vitals: { scripts: found } }) => {
    if (broken !== undefined) return undefined;
    return over(found, (all) => [
      ...gathered(prefix, "script-dead", all, "interpreter-gone", (some, path) =>
        reason("scripts-dead", { what: named(some), path }),
      ),
      ...gathered(prefix, "script-elsewhere", all, "elsewhere", (some, path) =>
        reason("scripts-elsewhere", { what: named(some), path }),
      ),
      ...gathered(prefix, "script-dangling", all, "dangling", (some) =>
        reason("scripts-dangling", { what: named(some) }),
      ),
      ...gathered(prefix, "script-broken", all, "empty", (some) =>
        reason("scripts-broken", { what: named(some) }),
      ),
      ...gathered(prefix, "script-broken", all, "not-executable", (some) =>
        reason("scripts-broken", { what: named(some) }),
      ),
    ]);
  },
};

/** One finding for all scripts of one state and one interpreter. */
function gathered(
  prefix: AbsolutePath,
  code: FindingCode,
  all: readonly Script[],
  state: Script["state"],
  because: (some: readonly Script[], interpreter: string) => Reason,
): readonly Finding[] {
  const these = all.filter((script) => script.state === state);
  const interpreters = [...new Set(these.map(({ interpreter = "" }) => interpreter))];
  return interpreters.map((interpreter) => {
    const some = these.filter((script) => (script.interpreter ?? "") === interpreter);
    const owners = [...new Set(some.flatMap((script) => script.owners))].toSorted();
    const owned = some.every((script) => script.owners.length > 0);
    const evidence = some.map(({ path }) => ({ path, ...(interpreter !== "" && { note: interpreter }) }));
    return finding(code, {
      subject: prefix,
      because: because(some, interpreter),
      evidence,
      action: owned ? repairCommand(prefix) : "no distribution owns them: make or remove them by hand",
      ...(owners.length > 0 && { remedy: reinstall(prefix, owners) }),
    });
  });
}

function named(some: readonly Script[]): string {
  const names = some.map(({ path }) => baseName(path));
  return names.length <= 3 ? names.join(", ") : `${few(names, 2)} (${counted(names.length, "program")})`;
}
