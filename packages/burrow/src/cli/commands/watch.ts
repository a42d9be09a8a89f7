import { BurrowError } from "../../model/error.ts";
import { counted } from "../../model/reason.ts";
import type { Watched } from "../../operations/watch.ts";
import type { WatchService } from "../../operations/watch-service.ts";
import { watchJson } from "../../protocol/documents.ts";
import { watchedText, watchServiceText } from "../../render/watch.ts";
import { command, type Setting } from "../command.ts";
import { defined } from "./project-options.ts";

type Answer =
  | { readonly of: "survey" }
  | { readonly of: "watching"; readonly watched: Watched }
  | { readonly of: "service"; readonly service: WatchService };

/** `burrow watch`. */
export const watch = command({
  name: "watch",
  about:
    "Examine the project's environment and the machine again and again: what is newly found, what is gone, a report for each day.",
  options: {
    survey: {
      type: "boolean",
      about: "Keep a survey of the machine fresh instead: `list --all` asks it and has its answer at once.",
    },
    interval: {
      type: "string",
      value: "seconds",
      about: "Between two examinations of the project's environment.",
    },
    "machine-interval": {
      type: "string",
      value: "seconds",
      about: "Between two examinations of the machine.",
    },
    rounds: { type: "string", value: "number", about: "End after so many examinations." },
    install: {
      type: "boolean",
      about: "Let the session's manager start it: a systemd unit or a launchd agent.",
    },
    uninstall: { type: "boolean", about: "Take that back." },
    "dry-run": { type: "boolean", short: "n", about: "Of --install: change nothing." },
  },
  args: [],
  examples: [
    "burrow watch",
    "burrow watch --interval 60 --json-events",
    "burrow watch --survey",
    "burrow watch --install",
  ],
  changes: true,

  async run({ install = false, uninstall = false, ...values }, _, setting): Promise<Answer> {
    const { context, world } = setting;
    const interval = numberOf("interval", values.interval);
    if (install && uninstall)
      throw new BurrowError("usage/bad-value", "`--install` and `--uninstall` exclude each other");
    if (install || uninstall) {
      const { watchService } = await import("../../operations/watch-service.ts");
      const dryRun = values["dry-run"] === true;
      return {
        of: "service",
        service: watchService(await context(), { remove: uninstall, dryRun, program: world.program }),
      };
    }
    if (values.survey === true) return keepSurvey(setting, interval);
    const { watch: watchOn } = await import("../../operations/watch.ts");
    const watched = await watchOn(await context(), {
      ...defined({
        interval,
        machineInterval: numberOf("machine-interval", values["machine-interval"]),
        rounds: numberOf("rounds", values.rounds),
      }),
      program: world.program,
      memory: world.memory,
    });
    return { of: "watching", watched };
  },

  text: (answer, look) =>
    answer.of === "watching"
      ? watchedText(answer.watched, look)
      : answer.of === "service"
        ? watchServiceText(answer.service, look)
        : [],
  json: (answer) =>
    watchJson(answer.of === "watching" ? answer.watched : answer.of === "service" ? answer.service : {}),
});

/** Seconds after which everything is looked at again, though nothing was told. */
const SURVEY_INTERVAL = 900;

async function keepSurvey(
  { context, say }: Pick<Setting, "context" | "say">,
  interval = SURVEY_INTERVAL,
): Promise<Answer> {
  const { watchSurvey } = await import("../../operations/watch-survey.ts");
  let told: number | undefined;
  await watchSurvey(await context(), {
    interval,
    found: ({ environments }) => {
      if (told !== environments.length) say([`watching ${counted(environments.length, "environment")}`]);
      told = environments.length;
    },
  });
  return { of: "survey" };
}

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/u.test(text)) return Number(text);
  throw new BurrowError("usage/bad-value", `\`--${option} ${text}\` is not a whole number from 1`, {
    hint: `burrow watch --${option} 60`,
  });
}
