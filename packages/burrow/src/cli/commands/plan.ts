import { planJson } from "../../protocol/documents.ts";
import { planText } from "../../render/plan.ts";
import { command } from "../command.ts";
import { planOptions, PROJECT } from "./project-options.ts";

/** `burrow plan`. */
export const plan = command({
  name: "plan",
  about: "Say what `up` would do, and why. Changes nothing.",
  options: {
    ...PROJECT,
    out: { type: "string", value: "file", short: "o", about: "Save the plan, for `burrow up FILE`." },
  },
  args: [{ name: "FOLDER", about: "a project's folder", optional: true }],
  examples: ["burrow plan", "burrow plan --verbose", "burrow plan --out plan.json && burrow up plan.json"],

  async run({ out, ...values }, [folder], setting) {
    const context = await setting.context();
    const { planProject } = await import("../../operations/plan.ts");
    const made = await planProject(context, planOptions(values, folder));
    if (out !== undefined) (await import("../../operations/plan-file.ts")).savePlan(context, made, out);
    return made;
  },

  text: (made, look) => planText(made, look),
  json: planJson,
  status: ({ action }) => (action === "refuse" ? 3 : 0),
});
