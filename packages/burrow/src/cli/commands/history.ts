import { historyJson } from "../../protocol/documents.ts";
import { historyText } from "../../render/history.ts";
import { command } from "../command.ts";

/** `burrow history`. */
export const history = command({
  name: "history",
  about: "Say what changed in an environment, when, by which command and for which project.",
  options: {},
  args: [{ name: "ENV", about: "a name of the project's, or a path", optional: true }],
  examples: ["burrow history", "burrow history ~/lab/.venv"],

  async run(_, [env], { context }) {
    const { historyOf } = await import("../../operations/history.ts");
    return historyOf(await context(), env);
  },

  text: (result, look) => historyText(result, look),
  json: historyJson,
});
