import { importJson } from "../../protocol/documents.ts";
import { importText } from "../../render/exported.ts";
import { command } from "../command.ts";
import { defined } from "./project-options.ts";

/** `burrow import`. */
export const importCommand = command({
  name: "import",
  about:
    "Take over the records of environments from an export, a backup or another tool's list; `burrow snapshot restore` brings each back.",
  options: {
    python: {
      type: "string",
      value: "version",
      about:
        "The Python that a list is for; without it, the environment's which is there, else the usual one.",
    },
  },
  args: [
    {
      name: "FILE",
      about:
        "what `burrow export` or `burrow backup` wrote, a `pylock.toml` (PEP 751), requirements that pin every version, or conda's `@EXPLICIT` list",
    },
  ],
  examples: [
    "burrow import env.json",
    "burrow import pylock.toml",
    "burrow import frozen.txt --python 3.12",
    "burrow import spec-file.txt",
  ],

  async run({ python }, [file = ""], { context }) {
    const { importEnvironments } = await import("../../operations/import.ts");
    return importEnvironments(await context(), file, defined({ python }));
  },

  text: (result, look) => importText(result, look),
  json: importJson,
});
