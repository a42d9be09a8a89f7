import { finding } from "../model/finding.ts";
import { reason } from "../model/reason.ts";
import { over, rebuild, repairCommand, type Check } from "./check.ts";

/** Whether its Python starts and answers as the Python that it should be. */
export const runs: Check = {
  name: "runs",
  judge: ({ environment: { prefix, version, executable, base }, vitals: { run } }) =>
    over(run, (answer) => {
      const evidence = executable === undefined ? [] : [{ path: executable }];
      if (!answer.ok)
        return [
          finding("does-not-run", {
            subject: prefix,
            because: reason("does-not-run", { detail: answer.detail }),
            evidence,
            action: repairCommand(prefix),
            remedy: rebuild(prefix),
          }),
        ];
      if (version === undefined || minorOf(answer.version) === minorOf(version)) return [];
      return [
        finding("does-not-run", {
          subject: prefix,
          because: reason("version-answered", { recorded: version, found: answer.version }),
          evidence: [...evidence, ...(base === undefined ? [] : [{ path: base.executable }])],
          action: repairCommand(prefix),
          remedy: rebuild(prefix),
        }),
      ];
    }),
};

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
