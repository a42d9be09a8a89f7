import { importJson } from "../../protocol/documents.ts";
import { importText } from "../../render/exported.ts";
import { command } from "../command.ts";

/** `burrow import`. */
export const importCommand = command({
  name: "import",
  about:
    "Take over the records of environments from an export or a backup; `burrow snapshot restore` brings each back.",
  options: {},
  args: [{ name: "FILE", about: "what `burrow export` or `burrow backup` wrote" }],
  examples: ["burrow import env.json"],

  async run(_, [file = ""], { context }) {
    const { importEnvironments } = await import("../../operations/export.ts");
    return importEnvironments(await context(), file);
  },

  text: (result, look) => importText(result, look),
  json: importJson,
});
