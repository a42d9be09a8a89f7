import { recoverJson } from "../../protocol/documents.ts";
import { recoveryText } from "../../render/time.ts";
import { command } from "../command.ts";
import { defined } from "./project-options.ts";

/** `burrow recover`. */
export const recover = command({
  name: "recover",
  about: "Finish what was interrupted: everything is as before the change, or as after it.",
  options: {
    "accept-edits": { type: "boolean", about: "Take files that somebody edited meanwhile as they are." },
  },
  args: [{ name: "FOLDER", about: "a project's folder", optional: true }],
  examples: ["burrow recover", "burrow recover --json"],
  changes: true,

  async run(values, [path], { context }) {
    const { recoverProject } = await import("../../operations/recover.ts");
    return recoverProject(await context(), defined({ path, acceptEdits: values["accept-edits"] }));
  },

  text: (result, look) => recoveryText(result, look),
  json: recoverJson,
});
