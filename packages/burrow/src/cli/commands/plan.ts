import { BurrowError } from "../../model/error.ts";
import { planJson } from "../../protocol/documents.ts";
import { planText } from "../../render/plan.ts";
import { command } from "../command.ts";
import { agreementToEngines } from "../consent.ts";
import { planOptions, PROJECT } from "./project-options.ts";

/** Why a file cannot be written, by what the system calls it. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: "its folder is not there",
  ENOTDIR: "what should be its folder is a file",
  EISDIR: "it is a folder",
  EACCES: "its folder may not be written to",
  EPERM: "its folder may not be written to",
  EROFS: "its folder may not be written to",
  ENOSPC: "the disk is full",
};

/** The failure to save a plan as a question of what was asked: the path and why. */
function unwritable(thrown: unknown, out: string): unknown {
  const cause = thrown instanceof BurrowError ? thrown.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const because = Object.hasOwn(WHY, code) ? WHY[code] : undefined;
  if (because === undefined) return thrown;
  return new BurrowError("usage/bad-value", `\`--out ${out}\` cannot be written`, {
    because,
    hint: "burrow plan --out plan.json",
    cause: thrown,
  });
}

/** `burrow plan`. */
export const plan = command({
  name: "plan",
  about: "Say what `up` would do, and why. Changes nothing.",
  options: {
    ...PROJECT,
    out: { type: "string", value: "file", short: "o", about: "Save the plan, for `burrow up FILE`." },
  },
  args: [{ name: "FOLDER", about: "a project's folder, or a script (PEP 723)", optional: true }],
  examples: ["burrow plan", "burrow plan --verbose", "burrow plan --out plan.json && burrow up plan.json"],

  async run({ out, ...values }, [folder], setting) {
    const context = await setting.context();
    const { planProject } = await import("../../operations/plan.ts");
    const agreeToEngine = agreementToEngines(false, setting);
    const made = await planProject(context, {
      ...planOptions(values, folder),
      ...(agreeToEngine !== undefined && { agreeToEngine }),
    });
    if (out === undefined) return made;
    const { savePlan } = await import("../../operations/plan-file.ts");
    try {
      savePlan(context, made, out);
    } catch (thrown) {
      throw unwritable(thrown, out);
    }
    return made;
  },

  text: (made, look) => planText(made, look),
  json: planJson,
  status: ({ action }) => (action === "refuse" ? 3 : 0),
});
