import { forgetJson } from "../../protocol/documents.ts";
import { forgottenText } from "../../render/registry.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";

/** `burrow forget`. */
export const forget = command({
  name: "forget",
  about:
    "Forget an environment and who used it. No file is touched; a survey that sees it remembers it again.",
  options: { "dry-run": CHANGING["dry-run"] },
  args: [{ name: "ENV", about: "an id, a path or a name of `list --all`" }],
  changes: true,
  examples: ["burrow forget ~/old/.venv", "burrow forget 1a2b3c4d --json"],

  async run(values, [said = ""], { context }) {
    const { forget: drop } = await import("../../operations/forget.ts");
    return drop(await context(), said, values["dry-run"] === true);
  },

  text: (forgotten, look, values) => forgottenText(forgotten, look, values["dry-run"] === true),
  json: forgetJson,
});
