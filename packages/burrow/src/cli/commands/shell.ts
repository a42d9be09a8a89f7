import { command } from "../command.ts";
import { defined, KIND } from "./project-options.ts";

/** `burrow shell`. */
export const shell = command({
  name: "shell",
  about: "Start your shell in the project's environment; leave it with `exit`.",
  options: {
    env: {
      type: "string",
      value: "name",
      about: "The environment to use: a name of the project's, or a path.",
    },
    backend: KIND.backend,
    "no-check": {
      type: "boolean",
      about: "Start it even when the environment lacks what the project asks for.",
    },
  },
  args: [],
  examples: ["burrow shell", "burrow shell --env forge"],

  async run(values, _, { context, world }) {
    const { shell: runShell } = await import("../../operations/run.ts");
    const options = defined({ env: values.env, backend: values.backend, noCheck: values["no-check"] });
    return runShell(await context(), await world.foreground(), options);
  },

  text: () => [],
  status: (status) => status,
});
