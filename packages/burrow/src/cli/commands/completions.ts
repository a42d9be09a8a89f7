import { BurrowError } from "../../model/error.ts";
import { completionsJson } from "../../protocol/command-line.ts";
import { command } from "../command.ts";
import { completionsFor, isShell, SHELLS } from "../completions.ts";
import { nearest } from "../nearest.ts";
import { TABLE } from "../table.ts";

/** `burrow completions`. */
export const completions = command({
  name: "completions",
  about: "Print completions for a shell, to be sourced by it.",
  options: {},
  args: [{ name: "SHELL", about: "a shell: bash, zsh or fish" }],
  examples: ["source <(burrow completions bash)", "burrow completions fish | source"],

  async run(_, [shell = ""]) {
    if (!isShell(shell)) {
      const near = nearest(shell, SHELLS);
      throw new BurrowError("usage/bad-value", `\`${shell}\` is not a shell that burrow completes for`, {
        because: `there are ${SHELLS.join(", ")}`,
        hint: `burrow completions ${near ?? "bash"}`,
      });
    }
    const commands = await Promise.all(Object.values(TABLE).map((entry) => entry.load()));
    return { shell, script: completionsFor(shell, commands) };
  },

  text: ({ script }) => script,
  json: ({ shell, script }) => completionsJson({ shell, script: `${script.join("\n")}\n` }),
});
