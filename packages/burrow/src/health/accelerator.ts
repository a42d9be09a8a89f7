import { finding } from "../model/finding.ts";
import { reason } from "../model/reason.ts";
import { reinstall, repairCommand, type Check } from "./check.ts";

/** Whether torch is built for what is recorded, and for this machine's GPU when there is one (`torch/version.py`, read and not imported). */
export const accelerator: Check = {
  name: "accelerator",
  judge: ({ environment: { prefix }, vitals: { torch } }) => {
    if (torch === undefined) return undefined;
    const { file, built, recorded, gpu } = torch;
    const evidence = [{ path: file, note: built }];
    if (recorded !== undefined && recorded !== built)
      return {
        findings: [
          finding("accelerator", {
            subject: prefix,
            because: reason("torch-built", { built, recorded }),
            evidence,
            action: repairCommand(prefix),
            remedy: reinstall(prefix, ["torch"]),
          }),
        ],
      };
    if (built !== "cpu" || !gpu) return { findings: [] };
    return {
      findings: [
        finding("accelerator", {
          subject: prefix,
          because: reason("torch-cpu", {}),
          evidence,
          action: "burrow plan, with the index of the build that fits this GPU",
        }),
      ],
    };
  },
};
