import { BurrowError } from "../../model/error.ts";
import { counted } from "../../model/reason.ts";
import { command } from "../command.ts";

/** `burrow watch`. */
export const watch = command({
  name: "watch",
  about: "Stay, and keep a survey of the machine fresh: `list --all` asks it and has its answer at once.",
  options: {
    survey: { type: "boolean", about: "Watch which environments and interpreters there are." },
    interval: {
      type: "string",
      value: "seconds",
      about: "Look at everything again after so long, though nothing was told; 900 when nothing is said.",
    },
  },
  args: [],
  examples: ["burrow watch --survey", "burrow watch --survey --interval 60"],

  async run({ survey, interval = "900" }, _, { context, say }) {
    if (survey !== true)
      throw new BurrowError("usage/missing", "`burrow watch` has to be told what to watch", {
        hint: "burrow watch --survey",
      });
    const seconds = /^[1-9]\d{0,6}$/u.test(interval) ? Number(interval) : undefined;
    if (seconds === undefined)
      throw new BurrowError("usage/bad-value", `\`--interval ${interval}\` is no number of seconds`, {
        hint: "burrow watch --survey --interval 900",
      });
    const { watchSurvey } = await import("../../operations/watch-survey.ts");
    let told: number | undefined;
    await watchSurvey(await context(), {
      interval: seconds,
      found: ({ environments }) => {
        if (told !== environments.length) say([`watching ${counted(environments.length, "environment")}`]);
        told = environments.length;
      },
    });
  },

  text: () => [],
});
