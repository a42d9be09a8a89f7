import { showJson } from "../../protocol/documents.ts";
import { environmentText } from "../../render/environment.ts";
import { command } from "../command.ts";

/** `burrow show`. */
export const show = command({
  name: "show",
  about: "Show one environment, by default the project's, with all that it holds.",
  options: {},
  args: [{ name: "ENV", about: "a name, a path, or something in it such as its Python", optional: true }],
  examples: ["burrow show", "burrow show ~/ml_env", "burrow show --json"],

  async run(_, [subject], setting) {
    const context = await setting.context();
    const { world } = setting;
    const { showEnvironment } = await import("../../operations/show.ts");
    const environment = await showEnvironment(context, subject);
    const active = [world.env["VIRTUAL_ENV"], world.env["CONDA_PREFIX"]].includes(environment.prefix);
    return { environment, active };
  },

  text: ({ environment }, look) => environmentText(environment, look),
  json: ({ environment, active }) => showJson(environment, active),
});
