import { snapshotJson } from "../../protocol/documents.ts";
import { trackText } from "../../render/history.ts";
import { command } from "../command.ts";

/** `burrow track`. */
export const track = command({
  name: "track",
  about: "Write down what an environment holds, so that `history` tells what others change in it.",
  options: {},
  args: [{ name: "ENV", about: "a name of the project's, or a path", optional: true }],
  examples: ["burrow track ~/lab/.venv"],

  async run(_, [env], { context }) {
    const { track: watch } = await import("../../operations/history.ts");
    return watch(await context(), env);
  },

  text: ({ snapshot }, look) => trackText(snapshot, look),
  json: ({ snapshot }) => snapshotJson(snapshot),
});
