import { finding } from "../model/finding.ts";
import { baseName, join } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { over, reinstall, repairCommand, type Check } from "./check.ts";

/** Whether pip is there where its maker puts one in. uv, burrow and conda environments do well without. */
export const pip: Check = {
  name: "pip",
  judge: ({ environment, vitals: { scripts } }) => {
    const { prefix, kind, generation, distributions, executable } = environment;
    if (distributions.some(({ name }) => name === "pip")) return { findings: [] };
    return over(scripts, (found) => {
      const program = found.find(({ path }) => baseName(path) === "pip");
      if (program !== undefined)
        return [
          finding("pip-damaged", {
            subject: prefix,
            because: reason("pip-damaged", {}),
            evidence: [{ path: program.path }],
            action: repairCommand(prefix),
            remedy: reinstall(prefix, ["pip"]),
          }),
        ];
      if ((kind !== "venv" && kind !== "virtualenv") || generation !== undefined) return [];
      return [
        finding("pip-missing", {
          subject: prefix,
          because: reason("pip-missing", {}),
          action: `${executable ?? join(prefix, "bin", "python")} -m ensurepip`,
        }),
      ];
    });
  },
};
