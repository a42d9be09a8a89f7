import { BurrowError, ERRORS } from "../../model/error.ts";
import { purgeJson } from "../../protocol/documents.ts";
import { purgeText } from "../../render/purge.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";
import { isYes } from "../consent.ts";
import { dayOf } from "../day.ts";
import { mayAsk } from "../world.ts";
import { defined } from "./project-options.ts";

/** `burrow purge`. */
export const purge = command({
  name: "purge",
  about:
    "Remove environments that burrow made: this project's, or those that are named. What each held is written down, so that `rollback` can bring it back by a plan; one that cannot be removed stops no other. Without a terminal it needs --yes.",
  options: {
    ...CHANGING,
    all: { type: "boolean", short: "a", about: "Every environment that burrow made on this machine." },
    orphans: {
      type: "boolean",
      about: "On this machine, those whose project is gone or does not lead to them any more.",
    },
    "unused-since": {
      type: "string",
      value: "date",
      about: "On this machine, those that were last used before a day.",
    },
  },
  args: [{ name: "ENV", about: "a name, a path or an id of `list --all`", optional: true, multiple: true }],
  examples: [
    "burrow purge",
    "burrow purge docs ~/old/.venv",
    "burrow purge --orphans --unused-since 2025-01-01",
  ],
  changes: true,

  async run(values, envs, setting) {
    const { all, orphans, "unused-since": since, "dry-run": dryRun } = values;
    if (all === true && envs.length > 0)
      throw new BurrowError("usage/bad-value", "`--all` and a name do not go together", {
        hint: "burrow purge --all",
      });
    const unusedSince = since === undefined ? undefined : dayOf(since, "burrow purge");
    const { purge: remove } = await import("../../operations/purge.ts");
    return remove(await setting.context(), {
      ...defined({ all, orphans, unusedSince, dryRun }),
      envs,
      ...(values.yes !== true && {
        confirm: async (planned) => {
          if (!mayAsk(setting.world))
            throw new BurrowError(
              "usage/missing",
              "to remove environments needs a yes, and nobody can be asked",
              {
                because: planned.removed.map(({ prefix }) => prefix).join(", "),
                hint: "look with --dry-run, then say --yes",
              },
            );
          setting.say([...purgeText(planned, setting.look), ""]);
          return isYes(await setting.world.ask("remove these? [y/N] "));
        },
      }),
    });
  },

  text: (result, look) => purgeText(result, look),
  json: purgeJson,
  status: ({ status, failed }) =>
    status === "cancelled" ? 130 : Math.max(0, ...failed.map(({ code }) => ERRORS[code].exit)),
  failed: ({ status }) => status === "failed",
});
