import { goalJson } from "../../protocol/documents.ts";
import { goalText } from "../../render/goal.ts";
import { command } from "../command.ts";
import { defined, KIND, kindOptions, SELECTION } from "./project-options.ts";

/** `burrow goal`. */
export const goal = command({
  name: "goal",
  about: "Show what was understood of a project's files, or of one file. Runs nothing.",
  options: {
    kind: { type: "string", value: "kind", about: "What kind of file it is, when its name does not tell." },
    ...SELECTION,
    python: { type: "string", value: "version", about: "The Python that is asked for." },
    ...KIND,
  },
  args: [{ name: "PATH", about: "a project's folder, or one file", optional: true }],
  examples: ["burrow goal", "burrow goal requirements/dev.txt", "burrow goal --json"],

  async run({ kind, group, extra, python, ...values }, [path], { context }) {
    const { readProject } = await import("../../operations/settings.ts");
    const options = defined({ path, kind, groups: group, extras: extra, python, ...kindOptions(values) });
    return (await readProject(await context(), options)).goal;
  },

  text: (found, look) => goalText(found, look),
  json: goalJson,
  status: ({ problems }) => (problems.length === 0 ? 0 : 1),
});
