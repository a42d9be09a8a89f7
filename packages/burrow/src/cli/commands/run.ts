import { command } from "../command.ts";
import { defined, KIND } from "./project-options.ts";

/** `burrow run`. */
export const run = command({
  name: "run",
  about: "Run a program in the project's environment; everything after its name is the program's.",
  options: {
    env: {
      type: "string",
      value: "name",
      about: "The environment to run in: a name of the project's, or a path.",
    },
    backend: KIND.backend,
    "no-check": { type: "boolean", about: "Run even when the environment lacks what the project asks for." },
  },
  args: [
    { name: "PROGRAM", about: "a program to run" },
    { name: "ARGUMENTS…", about: "what the program is given", optional: true },
  ],
  examples: [
    "burrow run pytest -x",
    "burrow run python -c 'import sys; print(sys.prefix)'",
    "burrow run -- tool --help",
  ],
  passthrough: true,

  async run(values, [program = "", ...args], { context, world }) {
    const options = defined({ env: values.env, backend: values.backend, noCheck: values["no-check"] });
    const { run: runProgram } = await import("../../operations/run.ts");
    return runProgram(await context(), await world.foreground(), { command: program, args, ...options });
  },

  text: () => [],
  status: (status) => status,
});
