import { BurrowError } from "../../model/error.ts";
import { rollbackJson } from "../../protocol/documents.ts";
import { rollbackText } from "../../render/time.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";

/** `burrow rollback`. */
export const rollback = command({
  name: "rollback",
  about:
    "Go back to an earlier generation of the project's environment: one rename, offline. Later ones are kept.",
  options: {
    ...CHANGING,
    force: { type: "boolean", about: "go there although something else changed it since" },
  },
  args: [{ name: "N", about: "the number of a generation", optional: true }],
  examples: ["burrow rollback", "burrow rollback 2", "burrow rollback --dry-run"],
  changes: true,

  async run(values, [to], { context }) {
    if (to !== undefined && !/^[1-9][0-9]{0,8}$/u.test(to))
      throw new BurrowError("usage/bad-value", `\`${to}\` is not the number of a generation`, {
        hint: "burrow rollback 2",
      });
    const { rollback: goBack } = await import("../../operations/rollback.ts");
    return goBack(await context(), {
      ...(to !== undefined && { to: Number(to) }),
      dryRun: values["dry-run"] === true,
      force: values.force === true,
    });
  },

  text: (result, look, values) => rollbackText(result, look, values["dry-run"] === true),
  json: rollbackJson,
});
