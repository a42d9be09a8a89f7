import { absolute } from "../../model/path.ts";
import { whyJson } from "../../protocol/documents.ts";
import { whyText } from "../../render/why.ts";
import { command } from "../command.ts";
import { defined } from "./project-options.ts";

/** `burrow why`. */
export const why = command({
  name: "why",
  about: "Say who asks for a distribution, what holds its version back, and which of your lines leads to it.",
  options: {
    env: {
      type: "string",
      value: "name",
      about: "The environment to look in: a name of the project's, or a path.",
    },
  },
  args: [{ name: "PACKAGE", about: "the name of a distribution" }],
  examples: ["burrow why urllib3", "burrow why urllib3 --json"],

  async run(values, [subject = ""], { context }) {
    const { why: ask } = await import("../../operations/why.ts");
    const { environment, you, ...rest } = await ask(await context(), {
      subject,
      ...defined({ env: values.env }),
    });
    const { prefix, version } = environment;
    return {
      ...rest,
      environment: { prefix, ...(version !== undefined && { version }) },
      you: you.map((line) => ({ ...line, file: absolute(line.file) })),
    };
  },

  text: (answer, look) => whyText(answer, look),
  json: whyJson,
});
