import { finding, type Finding, type FindingCode } from "../model/finding.ts";
import type { Environment } from "../model/environment.ts";
import { baseName } from "../model/path.ts";
import { counted, reason, type Reason } from "../model/reason.ts";
import type { Script } from "../model/vitals.ts";
import { reinstalling, remedied } from "./conda.ts";
import { few, over, reinstall, repairCommand, type Check } from "./check.ts";

/** Whether the programs of the environment can start. Where the whole environment is moved or its base is gone, that says it all. */
export const scripts: Check = {
  name: "scripts",
  judge: ({ environment, vitals: { scripts: found } }) => {
    if (environment.broken !== undefined) return undefined;
    return over(found, (all) => [
      ...gathered(environment, "script-dead", all, "interpreter-gone", (some, path) =>
        reason("scripts-dead", { what: named(some), path }),
      ),
      ...gathered(environment, "script-elsewhere", all, "elsewhere", (some, path) =>
        reason("scripts-elsewhere", { what: named(some), path }),
      ),
      ...gathered(environment, "script-dangling", all, "dangling", (some) =>
        reason("scripts-dangling", { what: named(some) }),
      ),
      ...gathered(environment, "script-broken", all, "empty", (some) =>
        reason("scripts-broken", { what: named(some) }),
      ),
      ...gathered(environment, "script-broken", all, "not-executable", (some) =>
        reason("scripts-broken", { what: named(some) }),
      ),
    ]);
  },
};

/** One finding for all scripts of one state and one interpreter. */
function gathered(
  environment: Environment,
  code: FindingCode,
  all: readonly Script[],
  state: Script["state"],
  because: (some: readonly Script[], interpreter: string) => Reason,
): readonly Finding[] {
  const these = all.filter((script) => script.state === state);
  const interpreters = [...new Set(these.map(({ interpreter = "" }) => interpreter))];
  return interpreters.map((interpreter) => {
    const some = these.filter((script) => (script.interpreter ?? "") === interpreter);
    const evidence = some.map(({ path }) => ({ path, ...(interpreter !== "" && { note: interpreter }) }));
    return finding(code, {
      subject: environment.prefix,
      because: because(some, interpreter),
      evidence,
      ...remedyOf(environment, some),
    });
  });
}

/** What conda's packages own, its tools put back; what nobody owns, nobody can. */
function remedyOf(environment: Environment, some: readonly Script[]): Pick<Finding, "action" | "remedy"> {
  const { prefix } = environment;
  const packages = [...new Set(some.flatMap((script) => script.package ?? []))].toSorted();
  if (packages.length > 0) return remedied(environment, reinstalling(prefix, packages.join(" ")));
  const owners = [...new Set(some.flatMap((script) => script.owners))].toSorted();
  const owned = some.every((script) => script.owners.length > 0);
  return {
    action: owned ? repairCommand(prefix) : "no distribution owns them: make or remove them by hand",
    ...(owners.length > 0 && { remedy: reinstall(prefix, owners) }),
  };
}

function named(some: readonly Script[]): string {
  const names = some.map(({ path }) => baseName(path));
  return names.length <= 3 ? names.join(", ") : `${few(names, 2)} (${counted(names.length, "program")})`;
}
