import { BurrowError } from "../../model/error.ts";
import { useJson } from "../../protocol/documents.ts";
import { usageText } from "../../render/registry.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";

/** `burrow use`. */
export const use = command({
  name: "use",
  about:
    "Use an environment from now on: in a project by its link .burrow/current, elsewhere as the one active environment.",
  options: {
    "dry-run": CHANGING["dry-run"],
    save: {
      type: "string",
      value: "file",
      about: "Keep what is chosen outside of projects: the active environment and the default Python.",
    },
    restore: { type: "string", value: "file", about: "Choose again what --save has kept." },
  },
  args: [
    {
      name: "ENV",
      about: "a name of the project's, a path, an id or name of `list --all`; or none",
      optional: true,
    },
  ],
  examples: [
    "burrow use torch-gpu",
    "burrow use ~/ml_env",
    "burrow use none",
    "burrow use --save before.json",
  ],
  changes: true,

  async run(values, [said], { context }) {
    const { save, restore, "dry-run": dryRun = false } = values;
    const ways = [said, save, restore].filter((way) => way !== undefined);
    if (ways.length > 1)
      throw new BurrowError("usage/bad-value", `\`${ways.join("` and `")}\` cannot go together`, {
        hint: "burrow use --restore FILE",
      });
    if (save !== undefined || restore !== undefined) {
      const { restoreSavedChoices, saveChoices } = await import("../../operations/choices.ts");
      if (save !== undefined) return saveChoices(await context(), save);
      return restoreSavedChoices(await context(), restore ?? "", dryRun);
    }
    if (said === undefined)
      throw new BurrowError("usage/missing", "`burrow use` needs ENV", { hint: "burrow use --help" });
    const { use: choose } = await import("../../operations/use.ts");
    return choose(await context(), said, dryRun);
  },

  text: (usage, look, values) => usageText(usage, look, values["dry-run"] === true),
  json: useJson,
});
