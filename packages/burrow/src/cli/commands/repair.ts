import type { Plan } from "../../model/plan.ts";
import type { RepairResult } from "../../operations/repair.ts";
import { repairJson } from "../../protocol/documents.ts";
import { planBody } from "../../render/plan.ts";
import { repairText } from "../../render/repair.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";
import { isYes } from "../consent.ts";
import { mayAsk } from "../world.ts";
import { defined } from "./project-options.ts";

/** Exit statuses of what a repair may come to. */
const STATUS: Readonly<Record<RepairResult["status"], number>> = {
  healthy: 0,
  planned: 0,
  done: 0,
  partly: 1,
  refused: 3,
  "rolled-back": 4,
  cancelled: 130,
};

/** `burrow repair`. */
export const repair = command({
  name: "repair",
  about:
    "Heal what `doctor` finds, as recorded: same versions, as one transaction. Without a terminal it needs --yes, else it only plans.",
  options: {
    ...CHANGING,
    deep: { type: "boolean", about: "Compare every file with its recorded hash." },
    engine: { type: "string", value: "name", about: "The tool that resolves and installs: uv or pip." },
    offline: { type: "boolean", about: "Use no network." },
  },
  args: [{ name: "ENV|PATH", about: "an environment, or a project's folder", optional: true }],
  examples: ["burrow repair", "burrow repair ~/ml_env --dry-run", "burrow repair --yes"],
  changes: true,

  async run({ yes = false, deep, engine, offline, ...values }, [subject], { context, world, look, say }) {
    const { repair: heal } = await import("../../operations/repair.ts");
    const confirm = async (plan: Plan): Promise<boolean> => {
      if (yes) return true;
      say([...planBody(plan, look), ""]);
      return isYes(await world.ask("do this? [y/N] "));
    };
    return heal(await context(), {
      ...defined({ subject, deep, engine, offline }),
      dryRun: values["dry-run"] === true || (!yes && !mayAsk(world)),
      confirm,
    });
  },

  text: (result, look) => repairText(result, look),
  json: repairJson,
  status: ({ status }) => STATUS[status],
  failed: ({ status }) => ["refused", "rolled-back", "cancelled"].includes(status),
});
