import type { Plan } from "../../model/plan.ts";
import type { UpResult } from "../../model/answers.ts";
import { upJson } from "../../protocol/documents.ts";
import { planText } from "../../render/plan.ts";
import { upText } from "../../render/up.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";
import { agreed, agreementToBuilds, agreementToEngines, agreementToHooks } from "../consent.ts";
import { engineOptions, planOptions, PROJECT } from "./project-options.ts";

/** Exit statuses of what `up` may come to (design §8). */
export const STATUS: Readonly<Record<UpResult["status"], number>> = {
  done: 0,
  unchanged: 0,
  refused: 3,
  "rolled-back": 4,
  cancelled: 130,
};

/** `burrow up`. */
export const up = command({
  name: "up",
  about: "Make the project's environment ready: reuse what fits, else change or create, as one transaction.",
  options: { ...PROJECT, ...CHANGING },
  args: [
    {
      name: "FOLDER|PLAN",
      about: "a project's folder, a script (PEP 723), or a saved plan (.json)",
      optional: true,
    },
  ],
  examples: [
    "burrow up",
    "burrow up --dry-run",
    "burrow up --python 3.12 --group dev",
    "burrow up plan.json",
  ],
  changes: true,

  async run(values, [where], setting): Promise<UpResult> {
    const [{ isPlanFile, loadPlan }, { applyPlan, up: makeSo }] = await Promise.all([
      import("../../operations/plan-file.ts"),
      import("../../operations/up.ts"),
    ]);
    const context = await setting.context();
    const confirm = (plan: Plan) => agreed(plan, values.yes === true, setting);
    const agreeToHook = agreementToHooks(values.yes === true, setting);
    const agreeToBuild = agreementToBuilds(values.yes === true, setting);
    const agreeToEngine = agreementToEngines(values.yes === true, setting);
    const asked = {
      ...(agreeToHook !== undefined && { agreeToHook }),
      ...(agreeToEngine !== undefined && { agreeToEngine }),
    };
    if (where !== undefined && isPlanFile(context, where)) {
      const plan = loadPlan(context, where);
      if (values["dry-run"] === true) return { status: "unchanged", plan };
      return (await confirm(plan))
        ? applyPlan(context, plan, { ...engineOptions(values), ...asked })
        : { status: "cancelled", plan };
    }
    return makeSo(context, {
      ...planOptions(values, where),
      ...(values["dry-run"] === true && { dryRun: true }),
      confirm,
      ...asked,
      ...(agreeToBuild && { agreeToBuild }),
    });
  },

  text: (result, look, values) =>
    values["dry-run"] === true ? planText(result.plan, look) : upText(result, look),
  json: upJson,
  status: ({ status, plan }) => (plan.action === "refuse" ? STATUS.refused : STATUS[status]),
  failed: ({ status }) => ["refused", "rolled-back", "cancelled"].includes(status),
});
