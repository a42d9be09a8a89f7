import { forgetJson } from "../../protocol/documents.ts";
import { forgottenText } from "../../render/registry.ts";
import { command } from "../command.ts";

/** `burrow forget`. */
export const forget = command({
  name: "forget",
  about:
    "Forget an environment and who used it. No file is touched; a survey that sees it remembers it again.",
  options: {},
  args: [{ name: "ENV", about: "an id, a path or a name of `list --all`" }],
  examples: ["burrow forget ~/old/.venv", "burrow forget 1a2b3c4d --json"],

  async run(_, [said = ""], { context }) {
    const { forget: drop } = await import("../../operations/forget.ts");
    return drop(await context(), said);
  },

  text: (forgotten, look) => forgottenText(forgotten, look),
  json: forgetJson,
});
