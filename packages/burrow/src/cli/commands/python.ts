import { BurrowError } from "../../model/error.ts";
import { pythonJson } from "../../protocol/documents.ts";
import { defaultText, pythonsText } from "../../render/registry.ts";
import { command } from "../command.ts";
import { nearest } from "../nearest.ts";

const ACTIONS = ["list", "default"] as const;

/** `burrow python`. */
export const python = command({
  name: "python",
  about: "List the Pythons of this machine, and choose the one that new environments are made with.",
  options: {},
  args: [
    { name: "ACTION", about: "list, default" },
    {
      name: "PYTHON",
      about: "for `default`: a version, a path or an id; none leaves it to the newest",
      optional: true,
    },
  ],
  examples: ["burrow python list", "burrow python default 3.12", "burrow python default none"],

  async run(_, [said = "", python_], { context }) {
    const action = ACTIONS.find((word) => word === said);
    if (action === undefined || (action === "list" && python_ !== undefined)) throw unknown(said, action);
    const { choosePython, pythons } = await import("../../operations/python.ts");
    const given = await context();
    const found = python_ === undefined ? await pythons(given) : await choosePython(given, python_);
    return { action, found };
  },

  text: ({ action, found }, look) =>
    action === "list" ? pythonsText(found, look) : defaultText(found, look),
  json: ({ found }) => pythonJson(found),
});

function unknown(said: string, action: string | undefined): BurrowError {
  if (action !== undefined)
    return new BurrowError("usage/bad-value", "`burrow python list` takes nothing more", {
      hint: "burrow python list",
    });
  const near = nearest(said, ACTIONS);
  return new BurrowError("usage/bad-value", `\`burrow python\` has no action \`${said}\``, {
    because: near === undefined ? `it is one of ${ACTIONS.join(", ")}` : `\`${near}\` is near`,
    hint: `burrow python ${near ?? "list"}`,
  });
}
