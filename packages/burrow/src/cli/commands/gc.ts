import { BurrowError } from "../../model/error.ts";
import { gcJson } from "../../protocol/documents.ts";
import { gcText } from "../../render/gc.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";
import { isYes } from "../consent.ts";
import { mayAsk } from "../world.ts";
import { defined } from "./project-options.ts";

/** `burrow gc`. */
export const gc = command({
  name: "gc",
  about:
    "Remove old generations: never the current one, never one in use. What they held can still be brought back by a plan.",
  options: {
    ...CHANGING,
    all: { type: "boolean", short: "a", about: "Of every environment that burrow made on this machine." },
    keep: { type: "string", value: "number", about: "How many stay of each, instead of `keep-generations`." },
  },
  args: [],
  examples: ["burrow gc --dry-run", "burrow gc --all --keep 2"],
  changes: true,

  async run(values, _, setting) {
    if (values.keep !== undefined && !/^[1-9]\d{0,3}$/u.test(values.keep))
      throw new BurrowError("usage/bad-value", `\`--keep ${values.keep}\` is no number from 1`, {
        hint: "burrow gc --keep 3",
      });
    const { gc: collect } = await import("../../operations/gc.ts");
    const asks = values.yes !== true && mayAsk(setting.world);
    return collect(await setting.context(), {
      ...defined({ all: values.all, dryRun: values["dry-run"] }),
      ...(values.keep !== undefined && { keep: Number(values.keep) }),
      ...(asks && {
        confirm: async (planned) => {
          setting.say([...gcText(planned, setting.look), ""]);
          return isYes(await setting.world.ask("remove these? [y/N] "));
        },
      }),
    });
  },

  text: (result, look) => gcText(result, look),
  json: gcJson,
  status: ({ status }) => (status === "cancelled" ? 130 : 0),
});
