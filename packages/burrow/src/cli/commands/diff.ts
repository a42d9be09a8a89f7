import { diffJson } from "../../protocol/documents.ts";
import { diffText } from "../../render/snapshot.ts";
import { command } from "../command.ts";
import { defined } from "./project-options.ts";

/** `burrow diff`. */
export const diff = command({
  name: "diff",
  about: "Compare two states: generations, snapshots or environments.",
  options: {
    env: { type: "string", value: "env", about: "Whose generations the numbers are." },
  },
  args: [
    { name: "A", about: "a state of `burrow history`, a snapshot, or an environment" },
    { name: "B", about: "another; absent: the environment as it is now", optional: true },
  ],
  examples: ["burrow diff 1 2", "burrow diff before-upgrade", "burrow diff ~/a/.venv ~/b/.venv"],

  async run(values, [from = "", to], { context }) {
    const { compareStates } = await import("../../operations/compare-states.ts");
    return compareStates(await context(), from, to, defined({ env: values.env }));
  },

  text: (result, look) => diffText(result, look),
  json: diffJson,
});
