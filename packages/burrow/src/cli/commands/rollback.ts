import { BurrowError } from "../../model/error.ts";
import type { Plan } from "../../model/plan.ts";
import { rollbackJson } from "../../protocol/documents.ts";
import { planText } from "../../render/plan.ts";
import { restoreText } from "../../render/snapshot.ts";
import { rollbackText } from "../../render/time.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";
import { agreedTo } from "../consent.ts";
import { defined } from "./project-options.ts";
import { STATUS } from "./up.ts";

/** `burrow rollback`. */
export const rollback = command({
  name: "rollback",
  about:
    "Go back to an earlier state of an environment: a generation by one rename, offline; what was changed in place or by hand by a plan.",
  options: {
    ...CHANGING,
    force: { type: "boolean", about: "go there although something else changed it since" },
    env: { type: "string", value: "env", about: "The environment: a name of the project's, or a path." },
    engine: { type: "string", value: "name", about: "The tool that installs: uv or pip." },
    offline: { type: "boolean", about: "Use no network." },
  },
  args: [{ name: "N", about: "a state, as `burrow history` shows it", optional: true }],
  examples: ["burrow rollback", "burrow rollback 2", "burrow rollback --dry-run"],
  changes: true,

  async run(values, [to], setting) {
    if (to !== undefined && !/^[1-9][0-9]{0,8}[a-z]{0,8}$/u.test(to))
      throw new BurrowError("usage/bad-value", `\`${to}\` is not the number of a generation`, {
        hint: "burrow rollback 2",
      });
    const { rollback: goBack } = await import("../../operations/rollback.ts");
    return goBack(await setting.context(), {
      ...defined({ to, env: values.env, engine: values.engine, offline: values.offline }),
      dryRun: values["dry-run"] === true,
      force: values.force === true,
      confirm: (plan: Plan) => agreedTo(plan, values.yes === true, setting),
    });
  },

  text({ restored, ...result }, look, values) {
    const dry = values["dry-run"] === true;
    if (restored === undefined) return rollbackText(result, look, dry);
    if (dry) return planText(restored.plan, look);
    return restoreText(restored, look, rollbackText({ ...result, restored }, look, dry));
  },
  json: rollbackJson,
  status: ({ restored }) =>
    restored === undefined ? 0 : restored.plan.action === "refuse" ? 3 : STATUS[restored.status],
  failed: ({ restored }) =>
    restored !== undefined && ["refused", "rolled-back", "cancelled"].includes(restored.status),
});
