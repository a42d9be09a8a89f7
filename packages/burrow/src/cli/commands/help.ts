import { BurrowError } from "../../model/error.ts";
import { helpJson } from "../../protocol/command-line.ts";
import { command } from "../command.ts";
import { commandHelp, describe, overview } from "../help.ts";
import { nearest } from "../nearest.ts";
import { entryOf, TABLE } from "../table.ts";

/** `burrow help`. */
export const help = command({
  name: "help",
  about: "Explain burrow, or one command.",
  options: {},
  args: [{ name: "COMMAND", about: "a command", optional: true }],
  examples: ["burrow help", "burrow help up"],

  async run(_, [name]) {
    if (name === undefined) return undefined;
    const entry = entryOf(name);
    if (entry !== undefined) return entry.load();
    const near = nearest(name, Object.keys(TABLE));
    throw new BurrowError("usage/unknown-command", `there is no command \`${name}\``, {
      hint: near === undefined ? "burrow help" : `burrow help ${near}`,
    });
  },

  text: (found, look) => (found === undefined ? overview(look) : commandHelp(found, look)),

  json: async (found) => {
    const entries = Object.values(TABLE);
    const commands = found === undefined ? await Promise.all(entries.map(({ load }) => load())) : [found];
    return helpJson({ commands: commands.map(describe) });
  },
});
