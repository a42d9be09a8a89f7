import { useJson } from "../../protocol/documents.ts";
import { usageText } from "../../render/registry.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";

/** `burrow use`. */
export const use = command({
  name: "use",
  about:
    "Use an environment from now on: in a project by its link .burrow/current, elsewhere as the one active environment.",
  options: { "dry-run": CHANGING["dry-run"] },
  args: [{ name: "ENV", about: "a name of the project's, a path, an id or name of `list --all`; or none" }],
  examples: ["burrow use torch-gpu", "burrow use ~/ml_env", "burrow use none"],
  changes: true,

  async run(values, [said = ""], { context }) {
    const { use: choose } = await import("../../operations/use.ts");
    return choose(await context(), said, values["dry-run"] === true);
  },

  text: (usage, look, values) => usageText(usage, look, values["dry-run"] === true),
  json: useJson,
});
