import { listJson } from "../../protocol/documents.ts";
import { surveyText } from "../../render/survey.ts";
import { command } from "../command.ts";
import { defined } from "./project-options.ts";

/** `burrow list`. */
export const list = command({
  name: "list",
  about: "List the environments that this project can reach, and the interpreters of this machine.",
  options: { all: { type: "boolean", short: "a", about: "Every environment on this machine." } },
  args: [{ name: "FOLDER", about: "a project's folder", optional: true }],
  examples: ["burrow list", "burrow list --all --json"],

  async run({ all }, [path], { context }) {
    const { look } = await import("../../operations/look.ts");
    return look(await context(), defined({ all, path }));
  },

  text: (found, look) => surveyText(found, look),
  json: listJson,
});
